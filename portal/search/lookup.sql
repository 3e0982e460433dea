-- What was found, the best first: at least one row, with what was looked for and, where nothing was found, no kind.
-- portal/search/lookup.py says why. The sources are one SELECT, made by Django, which stands here twice.
-- Folding with translate() is slow, and most titles have nothing but ASCII: nothing to fold.
WITH words AS MATERIALIZED (
    SELECT number, lexeme, beginning,
        ARRAY[beginning, left(beginning, -1) || translate(right(beginning, 1), 'fsvz', 'vzfs')] AS forms
    FROM unnest(%(words)s::text[]) WITH ORDINALITY AS given (typed, number),
        translate(lower(typed), %(accented)s, %(plain)s) AS word,
        unnest(ts_lexize('dutch_stem', word)) AS lexeme,
        regexp_replace(lexeme, '(..)([bcdfghjklmnpqrstvwxz])\2$', '\1\2') AS undoubled,
        regexp_replace(undoubled, '(..i)es$', '\1e') AS stem,
        LATERAL (SELECT CASE WHEN length(word) - length(stem) > %(loss)s THEN left(word, -%(loss)s) ELSE stem END)
            AS longest (beginning)
), terms AS (
    SELECT number, string_agg(quote_literal(form) || CASE WHEN length(form) > 1 THEN ':*' ELSE '' END, ' | ') AS term
    FROM words, unnest(forms) AS form
    GROUP BY number
), asked AS MATERIALIZED (
    SELECT
        string_agg('(' || quote_literal(lexeme) || ' | ' || term || ')', ' & ')::tsquery AS query,
        array_agg('%%' || regexp_replace(beginning, '([\\%%_])', '\\\1', 'g') || '%%') AS parts,
        min(length(beginning)) >= %(shortest_part)s AS has_parts,
        sum(length(beginning)) AS size,
        translate(lower(%(phrase)s), %(accented)s, %(plain)s) AS phrase,
        (SELECT array_agg(DISTINCT form) FROM words, unnest(forms) AS form) AS forms,
        (SELECT array_agg(lexeme) FROM words WHERE cardinality(ts_lexize('dutch_stem', lexeme)) > 0) AS stems
    FROM words JOIN terms USING (number)
), ranked AS MATERIALIZED (
    SELECT kind, key, year, title, short, weight, ts_rank(vector, (SELECT query FROM asked)) AS rank, false AS inside
    FROM ({sources}) AS source (kind, key, year, title, short, context, vector, weight)
    WHERE vector @@ (SELECT query FROM asked)
), found AS (
    SELECT * FROM ranked
    UNION ALL
    SELECT kind, key, year, title, short, weight, 0, true
    FROM ({sources}) AS source (kind, key, year, title, short, context, vector, weight),
        concat_ws(' ', title, context, year) AS line
    WHERE (SELECT count(DISTINCT (kind, key)) FROM ranked) < %(few)s
        AND (SELECT has_parts FROM asked)
        AND CASE WHEN octet_length(line) = length(line) THEN lower(line)
                 ELSE translate(lower(line), %(accented)s, %(plain)s) END
            || ' ' || array_to_string(tsvector_to_array(vector), ' ') LIKE ALL (SELECT unnest(parts) FROM asked)
), scored AS (
    SELECT kind, key, max(year) AS year, bool_and(inside) AS inside, max(weight * (rank + CASE
        WHEN phrase IN (name, translate(lower(short), %(accented)s, %(plain)s)) THEN 3
        WHEN name LIKE ALL (parts) THEN least(size::float / length(name), 1)
        ELSE 0
    END)) AS score
    FROM asked, found, LATERAL (
        SELECT CASE WHEN octet_length(title) = length(title) THEN lower(title)
                    ELSE translate(lower(title), %(accented)s, %(plain)s) END
    ) AS folded (name)
    GROUP BY kind, key
)
SELECT asked.forms, asked.stems, scored.kind, scored.key, scored.year, scored.inside
FROM asked LEFT JOIN scored ON true
ORDER BY inside, score DESC, year DESC NULLS LAST, kind, key

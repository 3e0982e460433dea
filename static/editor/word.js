// What word processors put on the clipboard, made plain. A list of Word is paragraphs with a bullet typed in front.
const LISTED = "p[class*='MsoList'], p[data-style*='mso-list']"
const NUMBER = /^\s*\(?[0-9a-z]{1,4}[.)]/i
const NOT_BOLD = /(^|;)\s*font-weight:\s*(normal|400)/
const BOLD = /(^|;)\s*font-weight:\s*(bold|[6-9]00)/
const LEVELS = { H1: "h2", H5: "h4", H6: "h4" }

export function cleaned(html) {
  const page = new DOMParser().parseFromString(unstyled(html), "text/html")
  for (const code of page.querySelectorAll("script, svg, math, object, iframe, template, xml")) code.remove()
  for (const paragraph of page.querySelectorAll(LISTED)) listed(paragraph)
  for (const heading of page.querySelectorAll("h1, h5, h6")) renamed(heading, LEVELS[heading.tagName])
  for (const bold of page.querySelectorAll("b[data-style]"))
    if (NOT_BOLD.test(bold.dataset.style)) bold.replaceWith(...bold.childNodes)
  for (const span of page.querySelectorAll("span[data-style]"))
    if (BOLD.test(span.dataset.style)) renamed(span, "strong")
  return page.body.innerHTML
}

// The CSP refuses styles and event attributes even in a document that is only read; what a style says still helps.
function unstyled(html) {
  const tag = /<[a-z][^>]*>/gi
  return html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(tag, (each) => each.replace(/[\s/]style\s*=/gi, " data-style=").replace(/[\s/]on[a-z]+\s*=/gi, " data-on="))
}

function listed(paragraph) {
  const marker = paragraph.querySelector("[data-style*='mso-list']")
  if (!marker) return
  const kind = NUMBER.test(marker.textContent) ? "OL" : "UL"
  marker.remove()
  const before = paragraph.previousElementSibling
  const list = before?.tagName === kind && before.dataset.word ? before : paragraph.ownerDocument.createElement(kind)
  list.dataset.word = "list"
  if (list !== before) paragraph.before(list)
  const item = paragraph.ownerDocument.createElement("li")
  item.append(paragraph)
  list.append(item)
}

function renamed(element, name) {
  const other = element.ownerDocument.createElement(name)
  other.append(...element.childNodes)
  element.replaceWith(other)
}

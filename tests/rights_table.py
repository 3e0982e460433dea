"""Who gets what at every address: DESIGN.md's rights table as the site answers it.

A route stands as the resolver prints it; after # comes a case of it. One word after it is everyone's answer, eight are
those of the roles in their order: ok a page · go a redirect elsewhere · login, wait a redirect to signing in and to the
waiting page · or a status. All objects are of sector A; who is called `other` is a member of sector B.
"""

ROLES = ("visitor", "waiting", "other", "member", "chair", "manager", "editor", "admin")


def read(table, columns):
    """Return the rows of a table by their first word; a single answer is everyone's."""
    rows = (line.split() for line in table.strip().splitlines())
    return {name: answers * (len(columns) // len(answers)) for name, *answers in rows}


# visitor, waiting, other, member, chair, manager, editor, admin
GET = read(
    """
/healthz                                             ok
/readyz                                              ok
/account/signup/                                     ok      go      go      go      go      go      go      go
/account/confirm-email/                              login   go      go      go      go      go      go      go
/account/oidc/<slug:provider_id>/login/              ok
/account/oidc/<slug:provider_id>/login/callback/     401
/account/3rdparty/                                   404
/account/3rdparty/signup/                            404
/account/3rdparty/login/error/                       404
/account/social/<path:rest>                          404
/uitnodiging/<str:token>/                            ok
/account/login/code/                                 ok      go      go      go      go      go      go      go
/account/login/code/confirm/                         login   go      go      go      go      go      go      go
/account/password/set/                               login   go      go      go      go      go      go      go
/account/reauthenticate/code/                        login   ok      ok      ok      ok      ok      ok      ok
/account/login/                                      ok      go      go      go      go      go      go      go
/account/logout/                                     go      ok      ok      ok      ok      ok      ok      ok
/account/inactive/                                   ok
/account/reauthenticate/                             login   go      go      go      go      go      go      go
/account/email/                                      login   ok      ok      ok      ok      ok      ok      ok
/account/password/change/                            login   go      go      go      go      go      go      go
/account/password/reset/                             ok
/account/password/reset/key/done/                    ok
/account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$ ok
/account/password/reset/done/                        ok
/account/2fa/                                        login   ok      ok      ok      ok      ok      ok      ok
/account/2fa/authenticate/                           login   go      go      go      go      go      go      go
/account/2fa/reauthenticate/                         login   go      go      go      go      go      go      go
/account/2fa/totp/activate/                          login   go      go      go      go      go      go      go
/account/2fa/totp/deactivate/                        login   404     404     404     404     404     404     404
/account/2fa/recovery-codes/                         login   404     404     404     404     404     404     404
/account/2fa/recovery-codes/generate/                login   go      go      go      go      go      go      go
/account/2fa/recovery-codes/download/                login   404     404     404     404     404     404     404
/account/2fa/webauthn/                               login   ok      ok      ok      ok      ok      ok      ok
/account/2fa/webauthn/add/                           login   go      go      go      go      go      go      go
/account/2fa/webauthn/reauthenticate/                login   go      go      go      go      go      go      go
/account/2fa/webauthn/keys/<int:pk>/remove/          login   go      go      go      go      go      go      go
/account/2fa/webauthn/keys/<int:pk>/edit/            login   go      go      go      go      go      go      go
/account/2fa/webauthn/login/                         login   go      go      go      go      go      go      go
/account/3rdparty/login/cancelled/                   ok
/account/social/login/cancelled/                     404
/account/social/login/error/                         404
/account/social/signup/                              404
/account/social/connections/                         404
/account/oidc/^(?P<provider_id>[^/]+)/login/         ok
/account/oidc/^(?P<provider_id>[^/]+)/login/callback/ 401
/account/sessions/                                   login   ok      ok      ok      ok      ok      ok      ok
/                                                    ok
/sectoren/                                           ok
/sectoren/<slug:slug>/                               ok
/sectoren/<slug:slug>/<year:year>/                   ok
/leden/                                              ok
/leden/<slug:slug>/                                  ok
/contact/<int:pk>.vcf                                404     404     ok      ok      ok      ok      ok      ok
/nieuws/                                             ok
/nieuws/feed.atom                                    ok
/nieuws/<year:year>/                                 ok
/nieuws/<year:year>/<slug:slug>/                     ok
/sectoren/<slug:slug>/feed.atom                      ok
/nieuws/schrijven/                                   login   403     403     403     403     ok      ok      ok
/nieuws/schrijven/nieuw/                             login   403     403     403     403     ok      ok      ok
/nieuws/schrijven/<int:pk>/                          login   403     403     403     403     ok      ok      ok
/nieuws/schrijven/<int:pk>/aanbieden/                405
/nieuws/schrijven/<int:pk>/publiceren/               login   403     403     403     403     ok      ok      ok
/nieuws/schrijven/<int:pk>/terugsturen/              login   403     403     403     403     403     ok      ok
/nieuws/schrijven/<int:pk>/intrekken/                login   403     403     403     403     ok      ok      ok
/programmas/<slug:slug>/feed.atom                    ok
/kenniskringen/<slug:slug>/feed.atom                 ok
/programmas/<slug:slug>/afsluiting/                  login   403     403     403     403     403     ok      ok
/zoeken/                                             ok
/deelbeeld/netwerk.png                               ok
/deelbeeld/sectoren/<slug:key>.png                   ok
/deelbeeld/bijeenkomsten/<slug:key>.png              ok
/deelbeeld/programmas/<slug:key>.png                 ok
/deelbeeld/platforms/<slug:key>.png                  ok
/deelbeeld/kenniskringen/<slug:key>.png              ok
/deelbeeld/leden/<slug:key>.png                      ok
/deelbeeld/nieuws/<slug:key>.png                     ok
/wachten/                                            login   ok      go      go      go      go      ok      ok
/aanvragen/                                          login   403     403     403     403     ok      ok      ok
/aanvragen/<int:pk>/                                 login   403     403     403     403     ok      ok      ok
/aanvragen/uitnodigen/                               login   403     403     403     403     ok      ok      ok
/aanvragen/uitnodigen/<int:pk>/intrekken/            405
/mijn/                                               login   wait    ok      ok      ok      ok      wait    wait
/mijn/profiel/                                       login   wait    ok      ok      ok      ok      wait    wait
/mijn/agenda/                                        login   wait    ok      ok      ok      ok      wait    wait
/mijn/agenda/<int:pk>/intrekken/                     405
/mijn/beveiliging/                                   login   ok      ok      ok      ok      ok      ok      ok
/afmelden/<str:token>/                               ok
/mijn/berichten/                                     login   wait    ok      ok      ok      ok      wait    wait
/mijn/zetels/                                        login   wait    ok      ok      ok      ok      wait    wait
/mijn/zetels/<int:pk>/                               405
/mijn/zetels/<int:pk>/opzeggen/                      login   wait    404     ok      404     404     wait    wait
/mijn/werkgever/                                     login   wait    ok      ok      ok      ok      wait    wait
/mijn/vertrek/                                       login   wait    ok      ok      ok      ok      wait    wait
/personen/<int:pk>/vertrek/                          login   403     403     403     403     ok      ok      ok
/leden/<slug:slug>/vertrek/                          login   403     403     403     403     403     ok      ok
/leden/<slug:slug>/opvolging/                        login   403     403     403     403     403     ok      ok
/mijn/gegevens/                                      login   ok      ok      ok      ok      ok      ok      ok
/mijn/gegevens/wissen/                               login   go      go      go      go      go      go      go
/mijn/gegevens/<int:pk>/download/                    login   404     404     404     404     404     404     404
/personen/<int:pk>/wissen/                           login   403     403     403     403     403     go      go
/bureau/                                             login   403     403     403     403     ok      ok      ok
/bureau/<slug:table>.csv                             login   403     403     403     403     ok      ok      ok
/weergave/                                           ok
/toegankelijkheid/                                   ok
/privacy/                                            ok
/robots.txt                                          ok
/sitemap.xml                                         ok
/.well-known/security.txt                            ok
/favicon.ico                                         go
/programmas/                                         ok
/programmas/<slug:slug>/                             ok
/programmas/voorstellen/                             login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/                     ok
/programmas/<slug:slug>/verloop/<slug:step>/         login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/plaatsvervangers/    login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/plaatsvervangers/<int:pk>/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/deelnemers/          login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/deelnemers/<int:pk>/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/besluiten/<int:pk>/document/ 404
/programmas/<slug:slug>/wensbeelden/                 login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/nieuw/           login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/<int:pk>/        login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/<int:pk>/plaats/ 405
/programmas/<slug:slug>/wensbeelden/<int:pk>/verwijderen/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/<int:pk>/sporen/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/sporen/<int:pk>/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/sporen/<int:pk>/fase/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/sporen/<int:pk>/plaats/ 405
/programmas/<slug:slug>/wensbeelden/sporen/<int:pk>/verwijderen/  login  403  403  403  403  403  ok  ok
/programmas/<slug:slug>/overdracht/                  login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/overdracht/nieuw/            login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/overdracht/beeindigen/       login   403     403     403     403     403     ok      ok
/overdrachten/<int:pk>/wijzigen/                     login   403     403     403     403     403     ok      ok
/overdrachten/<int:pk>/vragen/                       login   403     403     403     403     403     ok      ok
/overdrachten/<int:pk>/vastleggen/                   login   403     403     403     403     403     ok      ok
/overdrachten/<int:pk>/intrekken/                    login   403     403     403     403     403     ok      ok
/overdracht/<str:token>/                             ok
/mijn/overdrachten/<int:pk>/                         login   403     403     ok      403     403     403     403
/overdrachten/                                       login   403     403     403     403     403     ok      ok
/overdrachten/<int:pk>/vervolg/                      login   403     403     403     403     403     ok      ok
/overdracht/leeft/<str:token>/                       ok
/mijn/leeft/<int:pk>/                                login   403     403     ok      403     403     403     403
/platforms/<slug:slug>/einde/                        login   403     403     403     403     403     ok      ok
/platforms/<slug:slug>/gastheer/                     login   403     403     403     403     403     ok      ok
/platforms/<slug:slug>/                              ok
/kenniskringen/                                      ok
/kenniskringen/<slug:slug>/                          ok
/kenniskringen/starten/                              login   403     ok      ok      ok      ok      403     ok
/kenniskringen/<slug:slug>/bewerken/                 login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/coordinator/              login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/overnemen/                405
/kenniskringen/<slug:slug>/toestand/                 login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/leeft/                    login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/meedoen/                  login   403     ok      ok      ok      ok      403     ok
/kenniskringen/<slug:slug>/meedoen/intrekken/        405
/kenniskringen/<slug:slug>/stoppen/                  login   403     ok      ok      ok      ok      403     ok
/kenniskringen/<slug:slug>/deelnemers/               login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/verzoeken/<int:pk>/       login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/paginas/                  login   403     ok      ok      ok      ok      ok      ok
/kenniskringen/<slug:slug>/paginas/nieuw/            login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/paginas/<slug:page>/      login   404     404     404     404     404     ok      ok
/kenniskringen/<slug:slug>/paginas/<slug:page>/bewerken/ login   404     404     404     404     404     ok      ok
/kenniskringen/<slug:slug>/paginas/<slug:page>/verwijderen/ login   404     404     404     404     404     ok      ok
/activiteiten/                                       ok
/activiteiten/<int:pk>/                              ok
/activiteiten/feed.atom                              ok
/activiteiten/<int:pk>/bewerken/                     login   403     403     403     403     403     ok      ok
/activiteiten/<int:pk>/meedoen/                      405
/activiteiten/<int:pk>/stoppen/                      405
/activiteiten/<int:pk>/toestand/                     405
/activiteiten/<int:pk>/deelnemers/                   login   403     403     403     403     403     ok      ok
/activiteiten/<int:pk>/pool/nieuw/                   login   403     ok      ok      ok      ok      403     ok
/deelnames/<int:pk>/verwijderen/                     405
/kenniskringen/<slug:slug>/activiteiten/nieuw/       login   403     403     403     403     403     ok      ok
/pool/<int:pk>/bewerken/                             login   403     403     ok      ok      ok      403     403
/pool/<int:pk>/sluiten/                              405
/bijeenkomsten/                                      ok
/bijeenkomsten/<int:pk>/                             ok
/bijeenkomsten/<int:pk>/#network                     404     404     ok      ok      ok      ok      ok      ok
/bijeenkomsten/<int:pk>/#draft                       404     404     404     404     404     ok      ok      ok
/bijeenkomsten/<int:pk>/aanmelden/                   login   403     403     ok      ok      ok      403     403
/bijeenkomsten/<int:pk>/aanmelden/#network           login   404     403     ok      ok      ok      403     403
/bijeenkomsten/<int:pk>/aanmelden/#draft             login   404     404     404     404     ok      403     403
/sectoren/<slug:slug>/aanmelden/<year:year>/         login   403     403     ok      ok      ok      403     403
/antwoord/<str:token>/                               ok
/agenda.ics                                          ok
/agenda/<str:token>.ics                              ok
/sectoren/<slug:slug>/agenda.ics                     ok
/kenniskringen/<slug:slug>/agenda.ics                ok
/bijeenkomsten/<int:pk>/bijeenkomst.ics              ok
/bijeenkomsten/<int:pk>/bijeenkomst.ics#network      404     404     ok      ok      ok      ok      ok      ok
/bijeenkomsten/<int:pk>/bijeenkomst.ics#draft        404
/bijeenkomsten/<int:pk>/voorbereiding/               login   403     ok      ok      ok      ok      ok      ok
/bijeenkomsten/<int:pk>/voorbereiding/#network       login   404     ok      ok      ok      ok      ok      ok
/bijeenkomsten/<int:pk>/voorbereiding/#draft         login   404     404     404     404     ok      ok      ok
/bijeenkomsten/<int:pk>/voorbereiding/vaststellen/   login   403     403     403     ok      ok      403     403
/bijeenkomsten/<int:pk>/voorbereiding/heropenen/     login   403     403     403     ok      ok      403     403
/bijeenkomsten/<int:pk>/voorbereiding/overslaan/     login   403     403     403     ok      ok      403     403
/bijeenkomsten/<int:pk>/voorbereiding/data/          login   403     403     403     ok      ok      403     403
/inbreng/<int:pk>/verwijderen/                       login   403     403     403     ok      ok      403     ok
/sprekers/<int:pk>/                                  login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/verslag/                     login   404     404     404     ok      ok      404     ok
/bijeenkomsten/<int:pk>/verslag/wijzigen/            login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/verslag/wijzigen/#draft      login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/verslag/publiceren/          login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/verslag/definitief/          login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/verslag/correctie/           login   403     403     403     403     403     403     403
/correcties/<int:pk>/                                login   403     403     403     ok      ok      403     ok
/sectoren/<slug:slug>/onderwerpen/                   login   403     ok      ok      ok      ok      ok      ok
/sectoren/<slug:slug>/onderwerpen/nieuw/             login   403     403     ok      ok      ok      403     403
/onderwerpen/<int:pk>/                               login   403     ok      ok      ok      ok      ok      ok
/onderwerpen/<int:pk>/wijzigen/                      login   403     403     403     ok      ok      403     ok
/onderwerpen/<int:pk>/steunen/                       405
/onderwerpen/<int:pk>/aanbieden/                     405
/onderwerpen/<int:pk>/intrekken/                     login   403     403     403     403     403     403     403
/onderwerpen/<int:pk>/besluit/                       login   403     403     403     ok      ok      403     ok
/sectoren/<slug:slug>/planning/<year:year>/          login   403     403     403     403     ok      403     ok
/sectoren/<slug:slug>/planning/<year:year>/bevestigen/ login 403     403     403     403     ok      403     ok
/sectoren/<slug:slug>/planning/<year:year>/gewoonten/ 405
/acties/<int:pk>/                                    405
/sectoren/<slug:slug>/terugblik/<year:year>/         login   403     ok      ok      ok      ok      ok      ok
/sectoren/<slug:slug>/terugblik/<year:year>/<slug:table>.csv login 403 ok ok     ok      ok      ok      ok
/sectoren/<slug:slug>/bijeenkomsten/nieuw/           login   403     403     403     403     ok      403     ok
/kenniskringen/<slug:slug>/bijeenkomsten/nieuw/      login   403     403     403     403     403     ok      ok
/bijeenkomsten/<int:pk>/wijzigen/                    login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/wijzigen/#network            login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/wijzigen/#draft              login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/afgelasten/                  login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/afgelasten/#network          login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/afgelasten/#draft            login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/gaat-niet-door/              login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/gaat-niet-door/#network      login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/gaat-niet-door/#draft        login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/herstellen/                  login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/herstellen/#network          login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/herstellen/#draft            login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/agenda/                      ok
/bijeenkomsten/<int:pk>/agenda/#network              404     404     ok      ok      ok      ok      ok      ok
/bijeenkomsten/<int:pk>/agenda/#draft                404     404     404     404     404     ok      ok      ok
/bijeenkomsten/<int:pk>/agenda/wijzigen/             login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/agenda/wijzigen/#network     login   404     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/agenda/wijzigen/#draft       login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/aanwezigheid/                login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/aanwezigheid/#network        login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/aanwezigheid/#draft          login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/uitnodigingen/               login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/uitnodigingen/#network       login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/uitnodigingen/#draft         login   404     404     404     404     ok      403     ok
/sectoren/<slug:slug>/uitnodigingen/                 login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/documenten/                  login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/documenten/#network          login   404     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/documenten/#draft            login   404     404     404     404     ok      403     ok
/documenten/<int:pk>/verwijderen/                    login   404     403     403     ok      ok      403     ok
/documenten/<int:pk>/                                404     404     go      go      go      go      go      go
/media/<path:name>                                   404
""",
    ROLES,
)

"""What every address answers to a form without anything in it: the other half of the table of rights."""

from tests.rights_table import ROLES, read

# Nothing is sent along: who may act gets the form back with what is missing (ok), or what needs no words is done (go).
POST = read(
    """
/healthz                                             405
/readyz                                              405
/account/signup/                                     ok      go      go      go      go      go      go      go
/account/confirm-email/                              go
/account/oidc/<slug:provider_id>/login/              502
/account/oidc/<slug:provider_id>/login/callback/     405
/account/3rdparty/                                   404
/account/3rdparty/signup/                            404
/account/3rdparty/login/error/                       404
/account/social/<path:rest>                          404
/uitnodiging/<str:token>/                            go      403     403     403     403     403     403     403
/account/login/code/                                 ok      go      go      go      go      go      go      go
/account/login/code/confirm/                         login   go      go      go      go      go      go      go
/account/password/set/                               login   go      go      go      go      go      go      go
/account/reauthenticate/code/                        login   go      go      go      go      go      go      go
/account/login/                                      ok      go      go      go      go      go      go      go
/account/logout/                                     go
/account/inactive/                                   405
/account/reauthenticate/                             login   go      go      go      go      go      go      go
/account/email/                                      login   go      go      go      go      go      go      go
/account/password/change/                            login   go      go      go      go      go      go      go
/account/password/reset/                             ok
/account/password/reset/key/done/                    405
/account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$ ok
/account/password/reset/done/                        405
/account/2fa/                                        login   405     405     405     405     405     405     405
/account/2fa/authenticate/                           login   go      go      go      go      go      go      go
/account/2fa/reauthenticate/                         login   go      go      go      go      go      go      go
/account/2fa/totp/activate/                          login   go      go      go      go      go      go      go
/account/2fa/totp/deactivate/                        login   404     404     404     404     404     404     404
/account/2fa/recovery-codes/                         login   405     405     405     405     405     405     405
/account/2fa/recovery-codes/generate/                login   go      go      go      go      go      go      go
/account/2fa/recovery-codes/download/                login   404     404     404     404     404     404     404
/account/2fa/webauthn/                               login   405     405     405     405     405     405     405
/account/2fa/webauthn/add/                           login   go      go      go      go      go      go      go
/account/2fa/webauthn/reauthenticate/                login   go      go      go      go      go      go      go
/account/2fa/webauthn/keys/<int:pk>/remove/          login   go      go      go      go      go      go      go
/account/2fa/webauthn/keys/<int:pk>/edit/            login   go      go      go      go      go      go      go
/account/2fa/webauthn/login/                         login   go      go      go      go      go      go      go
/account/3rdparty/login/cancelled/                   405
/account/social/login/cancelled/                     404
/account/social/login/error/                         404
/account/social/signup/                              404
/account/social/connections/                         404
/account/oidc/^(?P<provider_id>[^/]+)/login/         502
/account/oidc/^(?P<provider_id>[^/]+)/login/callback/ 405
/account/sessions/                                   login   go      go      go      go      go      go      go
/                                                    405
/sectoren/                                           405
/sectoren/<slug:slug>/                               405
/sectoren/<slug:slug>/<year:year>/                   405
/leden/                                              405
/leden/<slug:slug>/                                  405
/contact/<int:pk>.vcf                                405
/nieuws/                                             405
/nieuws/feed.atom                                    405
/nieuws/<year:year>/                                 405
/nieuws/<year:year>/<slug:slug>/                     405
/sectoren/<slug:slug>/feed.atom                      405
/nieuws/schrijven/                                   405
/nieuws/schrijven/nieuw/                             login   403     403     403     403     ok      ok      ok
/nieuws/schrijven/<int:pk>/                          login   403     403     403     403     ok      ok      ok
/nieuws/schrijven/<int:pk>/aanbieden/                login   403     403     403     403     go      go      go
/nieuws/schrijven/<int:pk>/publiceren/               login   403     403     403     403     ok      ok      ok
/nieuws/schrijven/<int:pk>/terugsturen/              login   403     403     403     403     403     ok      ok
/nieuws/schrijven/<int:pk>/intrekken/                login   403     403     403     403     go      go      go
/programmas/<slug:slug>/feed.atom                    405
/kenniskringen/<slug:slug>/feed.atom                 405
/programmas/<slug:slug>/afsluiting/                  login   403     403     403     403     403     go      go
/zoeken/                                             405
/deelbeeld/netwerk.png                               405
/deelbeeld/sectoren/<slug:key>.png                   405
/deelbeeld/bijeenkomsten/<slug:key>.png              405
/deelbeeld/programmas/<slug:key>.png                 405
/deelbeeld/platforms/<slug:key>.png                  405
/deelbeeld/kenniskringen/<slug:key>.png              405
/deelbeeld/leden/<slug:key>.png                      405
/deelbeeld/nieuws/<slug:key>.png                     405
/wachten/                                            login   ok      go      go      go      go      ok      ok
/aanvragen/                                          405
/aanvragen/<int:pk>/                                 login   403     403     403     403     ok      ok      ok
/aanvragen/uitnodigen/                               login   403     403     403     403     ok      ok      ok
/aanvragen/uitnodigen/<int:pk>/intrekken/            login   403     403     403     403     go      go      go
/mijn/                                               405
/mijn/profiel/                                       login   wait    ok      ok      ok      ok      wait    wait
/mijn/agenda/                                        login   wait    ok      ok      ok      ok      wait    wait
/mijn/agenda/<int:pk>/intrekken/                     login   wait    404     go      404     404     wait    wait
/mijn/beveiliging/                                   405
/afmelden/<str:token>/                               go
/mijn/berichten/                                     login   wait    ok      ok      ok      ok      wait    wait
/mijn/zetels/                                        login   wait    ok      ok      ok      ok      wait    wait
/mijn/zetels/<int:pk>/                               login   wait    404     ok      404     404     wait    wait
/mijn/zetels/<int:pk>/opzeggen/                      login   wait    404     go      404     404     wait    wait
/mijn/werkgever/                                     login   wait    ok      ok      ok      ok      wait    wait
/mijn/vertrek/                                       login   wait    ok      ok      ok      ok      wait    wait
/personen/<int:pk>/vertrek/                          login   403     403     403     403     ok      ok      ok
/leden/<slug:slug>/vertrek/                          login   403     403     403     403     403     ok      ok
/leden/<slug:slug>/opvolging/                        login   403     403     403     403     403     ok      ok
/mijn/gegevens/                                      login   go      go      go      go      go      go      go
/mijn/gegevens/wissen/                               login   go      go      go      go      go      go      go
/mijn/gegevens/<int:pk>/download/                    405
/personen/<int:pk>/wissen/                           login   403     403     403     403     403     go      go
/bureau/                                             405
/bureau/<slug:table>.csv                             405
/weergave/                                           ok
/toegankelijkheid/                                   405
/privacy/                                            405
/robots.txt                                          405
/sitemap.xml                                         405
/.well-known/security.txt                            405
/favicon.ico                                         405
/programmas/                                         405
/programmas/<slug:slug>/                             405
/programmas/voorstellen/                             login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/                     405
/programmas/<slug:slug>/verloop/<slug:step>/         login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/plaatsvervangers/    login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/plaatsvervangers/<int:pk>/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/deelnemers/          login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/verloop/deelnemers/<int:pk>/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/besluiten/<int:pk>/document/ 405
/programmas/<slug:slug>/wensbeelden/                 405
/programmas/<slug:slug>/wensbeelden/nieuw/           login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/<int:pk>/        login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/<int:pk>/plaats/ login   403     403     403     403     403     400     400
/programmas/<slug:slug>/wensbeelden/<int:pk>/verwijderen/ login   403     403     403     403     403     go      go
/programmas/<slug:slug>/wensbeelden/<int:pk>/sporen/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/sporen/<int:pk>/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/sporen/<int:pk>/fase/ login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/wensbeelden/sporen/<int:pk>/plaats/ login   403     403     403     403     403     400     400
/programmas/<slug:slug>/wensbeelden/sporen/<int:pk>/verwijderen/  login  403  403  403  403  403  go  go
/programmas/<slug:slug>/overdracht/                  405
/programmas/<slug:slug>/overdracht/nieuw/            login   403     403     403     403     403     ok      ok
/programmas/<slug:slug>/overdracht/beeindigen/       login   403     403     403     403     403     ok      ok
/overdrachten/<int:pk>/wijzigen/                     login   403     403     403     403     403     ok      ok
/overdrachten/<int:pk>/vragen/                       login   403     403     403     403     403     ok      ok
/overdrachten/<int:pk>/vastleggen/                   login   403     403     403     403     403     ok      ok
/overdrachten/<int:pk>/intrekken/                    login   403     403     403     403     403     go      go
/overdracht/<str:token>/                             ok
/mijn/overdrachten/<int:pk>/                         login   403     403     ok      403     403     403     403
/overdrachten/                                       405
/overdrachten/<int:pk>/vervolg/                      login   403     403     403     403     403     ok      ok
/overdracht/leeft/<str:token>/                       ok
/mijn/leeft/<int:pk>/                                login   403     403     ok      403     403     403     403
/platforms/<slug:slug>/einde/                        login   403     403     403     403     403     ok      ok
/platforms/<slug:slug>/gastheer/                     login   403     403     403     403     403     ok      ok
/platforms/<slug:slug>/                              405
/kenniskringen/                                      405
/kenniskringen/<slug:slug>/                          405
/kenniskringen/starten/                              login   403     ok      ok      ok      ok      403     ok
/kenniskringen/<slug:slug>/bewerken/                 login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/coordinator/              login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/overnemen/                login   403     403     403     403     403     403     403
/kenniskringen/<slug:slug>/toestand/                 login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/leeft/                    login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/meedoen/                  login   403     go      go      go      go      403     ok
/kenniskringen/<slug:slug>/meedoen/intrekken/        login   403     go      go      go      go      403     go
/kenniskringen/<slug:slug>/stoppen/                  login   403     go      go      go      go      403     ok
/kenniskringen/<slug:slug>/deelnemers/               login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/verzoeken/<int:pk>/       login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/paginas/                  login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/paginas/nieuw/            login   403     403     403     403     403     ok      ok
/kenniskringen/<slug:slug>/paginas/<slug:page>/      405
/kenniskringen/<slug:slug>/paginas/<slug:page>/bewerken/ login   404     404     404     404     404     ok      ok
/kenniskringen/<slug:slug>/paginas/<slug:page>/verwijderen/ login   404     404     404     404     404     go      go
/activiteiten/                                       405
/activiteiten/<int:pk>/                              405
/activiteiten/feed.atom                              405
/activiteiten/<int:pk>/bewerken/                     login   403     403     403     403     403     ok      ok
/activiteiten/<int:pk>/meedoen/                      login   403     ok      ok      ok      ok      403     ok
/activiteiten/<int:pk>/stoppen/                      login   403     go      go      go      go      403     go
/activiteiten/<int:pk>/toestand/                     login   403     403     403     403     403     go      go
/activiteiten/<int:pk>/deelnemers/                   login   403     403     403     403     403     ok      ok
/activiteiten/<int:pk>/pool/nieuw/                   login   403     ok      ok      ok      ok      403     ok
/deelnames/<int:pk>/verwijderen/                     login   403     403     403     403     403     go      go
/kenniskringen/<slug:slug>/activiteiten/nieuw/       login   403     403     403     403     403     ok      ok
/pool/<int:pk>/bewerken/                             login   403     403     ok      ok      ok      403     403
/pool/<int:pk>/sluiten/                              login   403     403     go      go      go      go      go
/bijeenkomsten/                                      405
/bijeenkomsten/<int:pk>/                             405
/bijeenkomsten/<int:pk>/#network                     405
/bijeenkomsten/<int:pk>/#draft                       405
/bijeenkomsten/<int:pk>/aanmelden/                   login   403     403     ok      ok      ok      403     403
/bijeenkomsten/<int:pk>/aanmelden/#network           login   404     403     ok      ok      ok      403     403
/bijeenkomsten/<int:pk>/aanmelden/#draft             login   404     404     404     404     ok      403     403
/sectoren/<slug:slug>/aanmelden/<year:year>/         login   403     403     go      go      go      403     403
/antwoord/<str:token>/                               ok
/agenda.ics                                          405
/agenda/<str:token>.ics                              405
/sectoren/<slug:slug>/agenda.ics                     405
/kenniskringen/<slug:slug>/agenda.ics                405
/bijeenkomsten/<int:pk>/bijeenkomst.ics              405
/bijeenkomsten/<int:pk>/bijeenkomst.ics#network      405
/bijeenkomsten/<int:pk>/bijeenkomst.ics#draft        405
/bijeenkomsten/<int:pk>/voorbereiding/               login   403     403     ok      ok      ok      403     403
/bijeenkomsten/<int:pk>/voorbereiding/#network       login   404     403     ok      ok      ok      403     403
/bijeenkomsten/<int:pk>/voorbereiding/#draft         login   404     404     404     404     ok      403     403
/bijeenkomsten/<int:pk>/voorbereiding/vaststellen/   login   403     403     403     ok      ok      403     403
/bijeenkomsten/<int:pk>/voorbereiding/heropenen/     login   403     403     403     go      go      403     403
/bijeenkomsten/<int:pk>/voorbereiding/overslaan/     login   403     403     403     ok      ok      403     403
/bijeenkomsten/<int:pk>/voorbereiding/data/          login   403     403     403     ok      ok      403     403
/inbreng/<int:pk>/verwijderen/                       login   403     403     403     ok      ok      403     ok
/sprekers/<int:pk>/                                  login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/verslag/                     405
/bijeenkomsten/<int:pk>/verslag/wijzigen/            login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/verslag/wijzigen/#draft      login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/verslag/publiceren/          login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/verslag/definitief/          login   403     403     403     go      go      403     go
/bijeenkomsten/<int:pk>/verslag/correctie/           login   403     403     403     403     403     403     403
/correcties/<int:pk>/                                login   403     403     403     ok      ok      403     ok
/sectoren/<slug:slug>/onderwerpen/                   405
/sectoren/<slug:slug>/onderwerpen/nieuw/             login   403     403     ok      ok      ok      403     403
/onderwerpen/<int:pk>/                               405
/onderwerpen/<int:pk>/wijzigen/                      login   403     403     403     ok      ok      403     ok
/onderwerpen/<int:pk>/steunen/                       login   403     403     400     400     400     403     403
/onderwerpen/<int:pk>/aanbieden/                     login   403     403     400     400     400     403     403
/onderwerpen/<int:pk>/intrekken/                     login   403     403     403     403     403     403     403
/onderwerpen/<int:pk>/besluit/                       login   403     403     403     ok      ok      403     ok
/sectoren/<slug:slug>/planning/<year:year>/          login   403     403     403     403     ok      403     ok
/sectoren/<slug:slug>/planning/<year:year>/bevestigen/ login 403     403     403     403     go      403     go
/sectoren/<slug:slug>/planning/<year:year>/gewoonten/ login  403     403     403     403     go      403     go
/acties/<int:pk>/                                    login   404     403     403     400     400     403     400
/sectoren/<slug:slug>/terugblik/<year:year>/         405
/sectoren/<slug:slug>/terugblik/<year:year>/<slug:table>.csv 405
/sectoren/<slug:slug>/bijeenkomsten/nieuw/           login   403     403     403     403     ok      403     ok
/kenniskringen/<slug:slug>/bijeenkomsten/nieuw/      login   403     403     403     403     403     ok      ok
/bijeenkomsten/<int:pk>/wijzigen/                    login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/wijzigen/#network            login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/wijzigen/#draft              login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/afgelasten/                  login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/afgelasten/#network          login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/afgelasten/#draft            login   404     404     404     404     go      403     go
/bijeenkomsten/<int:pk>/gaat-niet-door/              login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/gaat-niet-door/#network      login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/gaat-niet-door/#draft        login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/herstellen/                  login   403     403     403     403     go      403     go
/bijeenkomsten/<int:pk>/herstellen/#network          login   404     403     403     403     go      403     go
/bijeenkomsten/<int:pk>/herstellen/#draft            login   404     404     404     404     go      403     go
/bijeenkomsten/<int:pk>/agenda/                      405
/bijeenkomsten/<int:pk>/agenda/wijzigen/             login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/agenda/wijzigen/#network     login   404     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/agenda/wijzigen/#draft       login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/aanwezigheid/                login   403     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/aanwezigheid/#network        login   404     403     403     403     ok      403     ok
/bijeenkomsten/<int:pk>/aanwezigheid/#draft          login   404     404     404     404     ok      403     ok
/bijeenkomsten/<int:pk>/uitnodigingen/               login   403     403     403     403     go      403     go
/bijeenkomsten/<int:pk>/uitnodigingen/#network       login   404     403     403     403     go      403     go
/bijeenkomsten/<int:pk>/uitnodigingen/#draft         login   404     404     404     404     go      403     go
/sectoren/<slug:slug>/uitnodigingen/                 login   403     403     403     403     go      403     go
/bijeenkomsten/<int:pk>/documenten/                  login   403     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/documenten/#network          login   404     403     403     ok      ok      403     ok
/bijeenkomsten/<int:pk>/documenten/#draft            login   404     404     404     404     ok      403     ok
/documenten/<int:pk>/verwijderen/                    login   404     403     403     go      go      403     go
/documenten/<int:pk>/                                405
/media/<path:name>                                   405
""",
    ROLES,
)

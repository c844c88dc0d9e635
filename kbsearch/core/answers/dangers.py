"""Fire, somebody hurt, a shock, gas: as a query tells of them, and as the labels of an article about them do.

*Papier coincé* is a paper jam and *main coincée* is not: who or what is hurt is read on either side of the word. What
is only called after a danger is taken out first: *détecteur de fumée*, *fusible brûlé*, *feu rouge*. In these tables a
blank parts two alternatives, and `_` stands for a blank.
"""

from __future__ import annotations

import re

from kbsearch.core.answers.actions import blanks, either

_WORKERS = either(
    r"""operat(?:eur|rice|or)s? technicien(?:ne)?s? ouvriere?s? collegues? conduct(?:eur|rice)s? mecanicien(?:ne)?s?
    caissiere?s? vendeu(?:r|se)s? interimaires? apprentie?s? stagiaires? caristes? livreu(?:r|se)s? chauffeurs?
    personnes? quelqu.un enfants? someone somebody workers? colleagues? coworkers? technicians? drivers? persons?
    child(?:ren)? people gens visiteu(?:r|se)s? passagere?s? eleves? visitors? passengers?"""
)
_ANYONE = either(
    rf"{_WORKERS} cliente?s? salariee?s? agents? customers? employee?s? employees? patiente?s? residente?s? usagere?s?"
)
"""Records are called after these too (*fiche client écrasée*), and they are stuck in many a menu."""
_LIMB = either(
    r"""(?<!en_)(?<!prise_de_)mains?(?!_(?:stuck|cut|burnt|is|was)) doigts? pouces? poignets? cheveux
    (?<!second_)hands? fingers? thumbs? wrists? hair"""
)
"""Of nobody but people."""
_ARM = "(?:bras|jambes?|pieds?|yeux|visage|arms?|legs?|foot|feet)"
"""Machines and furniture have some of these too."""
_OF_WHOM = rf"(?:_(?:droite?|gauche|(?:de_|d['’]|du_)(?:l['’]|la_|une?_)?{_ANYONE}))?"
_IS = either(
    r"""_est _sont _reste _s.est(?:_fait)? _se(?:_sont|_fait)? _a(?:_ete)? _is(?:_being)? _are _was _were _got _gets
    _ha(?:s|ve)(?:_been)?"""
)
_IS_OR_NOT = f"{_IS}?"
_WOUNDED = r"(?:bless|brul|broy)(?:e|ee|es|ees|er) happee?s? hurt injured burn(?:t|ed) crushed wounded bleeding"
_TORN = r"(?:arrach|section+|entaill|ecras|coup|pinc)(?:e|ee|es|ees|er|nee?s?) severed cut"
_HELD = either(r"coince(?:e|s|es|r)? pince(?:e|s|es)? prise?s? aspiree?s? entrainee?s? caught trapped jammed pinned")
_INSIDE = "(?:dans|sous|entre|in|inside|under|between)"
_A = r"(?:l['’]|d['’]une?_|les?_|la_|une?_|son_|sa_|the_|an?_|my_|autre_|another_|other_){0,2}"
_NOWHERE = (
    rf"(?!_{_A}"
    + either(
        r"""menu ecran page boucle formulaire fenetre etape programme logiciel appli session file mode assistant process
        parcours appel communication reunion bouchon embouteillage trafic call loop screen window form queue wizard
        traffic meeting app"""
    )
    + ")"
)
_ROOM = either("machine ascenseur cabine sas nacelle chambre_froide elevator lift cold_room")
_DOWN = r"(?:de_(?:la|l['’]\w+|son|sa|haut)|du|d['’]une?|par_terre|a_terre)"
_ON = r"(?:dans|sur|de|des|du|au|d['’]|on|in|into|off|from|down)"
_GROUND = either(
    r"""escaliers? marches? echelle escabeau trou fosse cuve bassin piscine quai toit echafaudage sol carrelage trottoir
    verglas douche baignoire stairs? staircase steps ladder floor ground ice escalator"""
)
_OWN = "(?:la|le|les|un|une|deux|sa|son|ses|ma|mon|mes|his|her|my|their|the|a)"
_BLADE = either("lames? couteaux? cutters? massicot toles? scie verre ciseaux")
_HERE = "(?:^|(?<=[,.;:!?]_)|(?<!de_)(?<!d['’])(?<!of_)(?:(?:une?|la|les?|mon|ma|notre|the|an?|my|our)_|l['’]))"
"""Somebody himself: *le dossier du technicien est écrasé* hurts nobody, *un technicien a écrasé le dossier* neither."""
_IS_DONE_TO = either("_est _sont _a_ete _ont_ete _(?:s.est|se|se_sont)_fait _is _are _was _were _got _has_been")
_CRUSHED = rf"(?:(?:ecras|renvers)(?:e|ee|es|ees|er)|crushed|run_over)(?!_{_OWN}\b|_l['’]|_de_)"
_HIMSELF = "(?:s.est|me_suis|se_sont|t.es|s.etait)"
_NOT_A_LINE = "(?!_(?:en|pendant|du|de|au_bout|apres|toute?s?))"
_SELF = "(?:him|her|my|your|them)sel(?:f|ves)"

_FIRE = r"""
fume fument fumer fumees? smok(?:e|es|ing) incendie (?<!pas_de_)(?<!plus_de_)(?<!defaut_)flammes en_feu
(?:pris|prend|prendre|mis)_(?:le_)?feu y_a_(?:le|du)_feu departs?_de_feu fire_(?:in|at)_(?:the|our)
(?:on|caught|catch)_fire in_flames brule(?:e|s|es|nt|r)? brulures?
(?:batterie|chargeur|prise|cable)_(?:\w+_)?brulant\w* crame\w* carbonise\w* etincelles? burn(?:t|ed|ing) spark(?:s|ing)
batterie_(?:est_)?gonflee swollen_battery battery_(?:is_)?swollen
explos(?:e|ee|es|ees|ent|er|ait) explosions? explod(?:e|es|ed|ing)
"""
_HURT = rf"""
bless(?:e|ee|es|ees|er|ure|ures) evanoui\w* faint(?:s|ed|ing) perdu_connaissance
malaise saigne(?:nt|ments?|r)? hemorragie injur(?:y|ed|ies) unconscious
amputations? (?:got|gets?|is|are|was|were|been|badly)_hurt (?:hurt|cut|burn(?:t|ed))_{_SELF}
{_WORKERS}{_IS_OR_NOT}_{either(_WOUNDED)} {_ANYONE}{_IS}_{either(_WOUNDED)} {_WORKERS}{_IS_OR_NOT}_(?:fell|trapped)
(?:{_HERE}{_WORKERS}|quelqu.un|someone|somebody){_IS_DONE_TO}_{_CRUSHED}
{_HERE}{_ANYONE}_(?:s.est|se)_fait_{_CRUSHED}
{_ANYONE}{_IS_OR_NOT}_(?:renverse|ecrase|crushe)\w*_(?:par_une?|sous|entre|contre|under|between|by_an?)
{_WORKERS}{_IS_OR_NOT}_{_HELD}_{_INSIDE}{_NOWHERE} {_WORKERS}_se_fait_mal
{_ANYONE}{_IS_OR_NOT}_(?:coince\w*|bloque\w*|trapped|locked|blocked|stuck)_{_INSIDE}_{_A}{_ROOM}
{_WORKERS}_(?:s.est|s.etait)_coup(?:e|ee|er){_NOT_A_LINE} (?:me_suis|se_sont)_coup(?:e|ee|es|ees|er){_NOT_A_LINE}
s.est_coup(?:e|ee|er)_(?:avec|sur|a|au|contre)(?:_{_OWN})?_{_BLADE} {_ANYONE}{_IS_OR_NOT}_cut_(?:by|with)_{_OWN}
(?:{_WORKERS}|patiente?s?|residente?s?){_IS_OR_NOT}_tomb(?:e|ee|es|ees|er)_{_DOWN}
{_ANYONE}{_IS_OR_NOT}_(?:tomb|gliss)(?:e|ee|es|ees|er)_{_ON}_?{_A}{_GROUND}
{_ANYONE}{_IS_OR_NOT}_(?:fell|fallen|slipped)_{_ON}_{_A}{_GROUND}
(?:{_WORKERS}|employee|customer|patient|resident)_(?:has_|just_)?(?:passed_out|collapsed)(?!_(?:by|view|list|menu))
{_LIMB}{_OF_WHOM}{_IS_OR_NOT}_(?:{either(_WOUNDED)}|{either(_TORN)}|{_HELD}|stuck)
{_ARM}{_OF_WHOM}{_IS_OR_NOT}_(?:{either(_WOUNDED)}|(?:{_HELD}|stuck)_{_INSIDE})
(?:{_LIMB}|{_ARM}){_OF_WHOM}{_IS_OR_NOT}_bloque\w*_{_INSIDE}
(?:coince|coupe|ecrase|brule|pince|broye|blesse|entaille|arrache)\w*_{_OWN}_(?:{_LIMB}|{_ARM})
{_HIMSELF}_casse\w*_{_OWN}_(?:{_LIMB}|{_ARM})
(?:burn(?:t|ed)|cuts?|crush(?:ed)?|hurt|jammed|trapped|caught|injured|broke|lost|bleeding)(?:_{_OWN})?_(?:{_LIMB}|{_ARM})
personnes?(?:_est)?_coince\w*(?!_sur){_NOWHERE}
{_HIMSELF}_fait_mal se_faire_mal fait_mal_(?:a_la|au|aux)_(?:{_LIMB}|{_ARM}|dos|tete)
"""
_SHOCK = r"""
electrocut\w* electris(?:e|ee|es|ees|er|ation) decharges?_electriques? coups?_de_jus (?:pris|prend\w*)_(?:le|du)_jus
chocs?_electriques? electric(?:al)?_shocks? got_a_shock shocked_(?:me|him|her|by)
"""
_GAS = r"""
fuite_(?:de_|du_)?gaz fuit_le_gaz odeur_(?:de_|du_)?gaz (?:sent|sens|sentir)_le_gaz gas_leak smell(?:s|ing)?_(?:of_)?gas
monoxyde carbon_monoxide ammoniac ammonia asphyxi\w* intoxiqu\w*
"""
DANGERS = (
    (
        _FIRE,
        r"""fum(?:e|ant) smok incend flam (?<!pare[-_])(?<!coupe[-_])feu\b fire\b brul(?!eur) crame carbonis etincel
        burn(?!out) spark(?:s|ing)?\b gonfle(?!r|ur) swoll explos explod""",
    ),
    (_HURT, r"bless accidents?\b evanou faint(?:s|ed|ing) malaise injur(?:y|ed|ies) hurt trapped saigne amput"),
    (_SHOCK, r"electroc electris decharges?_electri chocs?_electri shock(?!_abs) (?:coups?_de|le|du)_jus\b"),
    (_GAS, r"gaz\b gas(?:es)?\b monox ammon asphyx intoxi"),
)
"""What tells of one, and the beginnings of the words that speak of it."""

_PARTS = either("fusibles? tetes? ampoules? lampes? leds? voyants? neons? pixels? fuses? bulbs? lamps?")
_BURNT = r"(?:brul\w+|cram\w+|burn(?:t|ed))"
_OF_THIS = r"(?:_(?:du|des?(?:_la|_l['’])?)_?\w+|_d['’]\w+)?"
_DETECTORS = either(
    "detecteurs? detection capteurs? sondes? centrales? alarmes? exercices? assurances? consignes? portes? systemes?"
)
_DENIED = (
    r"ne_(?!cess|s.arret|fai)|n['’](?!arret)|jamais_|sans_(?!cess|arret|raison)|not_|never_|without_"
    r"|(?!won.t_stop)\w+n['’]t_"
)
_RINGS = (
    rf"(?!_(?:(?!{_DENIED})[\w'’]+_){{0,4}}(?:s['’])?"
    r"(?:sonn|declench|retenti|hurl|went|go(?:_off|es|ing|ne)|ring|trigger|sound))"
)
"""Unless it does what a detector is for: that is no trouble of the detector."""
_NOT_CAUGHT = (
    "(?<!pris_)(?<!prend_)(?<!prendre_)(?<!prenant_)(?<!prennent_)(?<!prenait_)(?<!prit_)"
    "(?<!a_le_)(?<!mis_le_)(?<!met_le_)(?<!mettre_le_)(?<!y_a_du_)"
)
"""Before *feu*: *il a pris feu avant la fermeture* tells of no light."""
_AMOUNTS = either(
    r"""factures? facturation forfaits? couts? prix tarifs? delais? budgets? conso(?:mmations?)? appels volumes? nombre
    trafic quotas? memoire ram cpu temps chiffres? ventes stocks? compteurs? ecrans? dalle bills? invoices? costs?
    prices? traffic usage calls memory screen"""
)
_HAS = either("_qui _a _ont _est _sont _mobile _completement _has _have _is _are _just") + "{0,4}"
_CALLED = rf"""
{_PARTS}{_OF_THIS}(?:_(?:est|sont|a|ont|se|s.est|vien(?:t|nent)_de|is|are|has)){{0,2}}_{_BURNT}
burn(?:t|ed)(?:[-_]out)?_{_PARTS}
burn(?:ed|ing|t)?_(?:an?_|the_)?(?:cds?|dvds?|discs?|iso) creme_brulee smoked?_glass
(?:vitres?|glaces?)_fumees? (?:verres|plexis)_fumes (?:en|de)_(?:verre|plexi)_fume
(?:verre|plexi)_fume(?=_(?:est_)?(?:casse|fele|raye|brise|fendu|sale))
(?:saumons?|truites?|jambons?|poulets?|magrets?|lardons?)_fumee?s?
(?:interdi\w*|interdiction|defense|droit|permis|pause|envie|sorti\w*)_(?:de_|pour_)?fumer no_smoking
brul\w+_(?:une?_|les?_|des_|la_)?(?:cds?|dvds?|disques?|iso|etapes?|feux?_rouges?|stops?)
{_DETECTORS}_(?:(?:de_|d['’]|a_|anti[-_]?)(?:l['’])?)?(?:fumees?|incendies?|flammes?|monoxyde){_RINGS}
(?:smoke|fire|carbon_monoxide)_(?:detect\w+|alarms?|sensors?|doors?|drill){_RINGS}
flammes?_(?:du_|de_la_|des_|de_l['’]|sur_l(?:e_|a_|es_|['’]))(?:logo|dessin|image|visuel|photo|etiquette|motif)s?
(?:logo|dessin|image|visuel|photo|motif)s?_(?:\w+_){{0,2}}?flammes?
{_NOT_CAUGHT}(?:en_)?feux?_(?:rouge|vert|orange|jaune|bleu|blanc|clignotant|tricolore)s?
{_NOT_CAUGHT}feux_(?:fixe|arriere|avant|stop)s? {_NOT_CAUGHT}(?<!en_)feu_(?:fixe|arriere|avant|stop)
{_AMOUNTS}{_OF_THIS}{_HAS}_explo[sd]\w+ explosions?_(?:de_|d['’]|des_|du_|of_)(?:la_|les?_|l['’]|the_)?{_AMOUNTS}
vues?_explosees? exploded_views?
"""
HARMLESS = re.compile(blanks(rf"(?<!\w){either(_CALLED)}(?!\w)"))
"""What is called after a danger and is none: a blown lamp, a detector, a light, a bill."""

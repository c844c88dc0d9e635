"""Words that begin a name, that belong in one, and that are none. All folded: no accents, small letters."""

from __future__ import annotations

from kbsearch.core.redaction.given_names import OF_MANY_COUNTRIES


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PARTICLES = _set(
    """
    abou ait al bel ben bin bou d da das de del della den der des di do dos du el la las le les los mac mc o ould saint
    sainte st ten ter van vande vanden vander von y
    """
)

ARTICLES = _set("la le les du des")
"""Particles that stand before any word: `Mme Durand LE TPE` says nothing of a name in capitals."""

FOREIGN_PARTICLES = _set(
    "abou al bel ben bin bou da das den der dos el las los mac mc ould ten ter van vande vanden vander von"
)
"""Those that are no French word, as `ait` is: a name goes on behind them in small letters too, `ali ben salah`."""

LONE_PARTICLES = _set("abou bel ben bou ould vande vanden vander")
"""Particles that are a whole surname where no other follows."""

FIRST_NAMES = OF_MANY_COUNTRIES | _set(
    """
    abdel abdelkader abdou adam adele adrien agathe agnes ahmed aicha aissatou alain alban albert alex alexandra
    alexandre alexis ali alice alicia aline amandine amelie ameline amina amir amira amy ana anais anas andre andrea
    andree andrew angela angelique anissa anita ann anna annabelle anne annette annick annie anthony antoine antonio
    arnaud arthur assia astrid aude audrey aurelie aurelien aurore axel axelle aymeric ayoub barbara bastien
    beatrice benedicte benjamin benoit bernadette bernard bertrand betty bilal brice brigitte bruno camille capucine
    carine carla carlos carol carole caroline cassandra catherine cecile cedric celia celine chantal charlene
    charles charlie charlotte chloe christel christelle christian christiane christine christophe christopher claire
    clara clarisse claude claudia claudine clement clementine clotilde colette coline coralie corentin corinne craig
    cyril cyrille damien daniel daniela daniele danielle david deborah delphine denis denise dennis diana diane
    didier dimitri dominique donald dorian dorothee douglas driss dylan edith edouard edward eleonore eliane elisa
    elisabeth elise elizabeth elodie eloise emeline emile emilie emily emma emmanuel emmanuelle enzo eric erika
    estelle esther ethan etienne eugenie eva eve evelyne fabien fabienne fabrice fanny farid fatiha fatima fatou
    felix fernand fernando florence florent florian francine francis franck francois francoise frank fred frederic
    frederique gabriel gabrielle gael gaelle gaetan gary genevieve geoffrey george georges gerald gerard germain
    ghislaine gilbert gilles gisele graham gregory guillaume gustave guy gwenaelle habib hafid hafida hakim hamza
    hannah harry hassan helen helena helene henri henry herve hicham houda hubert hugo hugues ian ibrahim igor imane
    ines ingrid irene isabelle ismael ivan jacky jacqueline jacques jade james jamila jane janine jasmine jason jean
    jeanne jeannine jeff jeffrey jennifer jeremie jeremy jerome jessica joanna joao joel joelle johan johanna john
    jonathan jordan jorge jose joseph josephine josette joshua josiane judith jules julia julie julien juliette
    justine kamel karen karim karima karine kate katie keith kenneth kenza kevin khadija khaled khalid killian
    laetitia laila latifa laura laure laurence laurent lea leila leo leon leonie lilian liliane lina linda lionel
    lisa loic lola lotfi lou louis louise luc lucas lucie lucien lucile lucy ludivine ludovic luis lydia lydie
    madeleine mael maelle magali malika mamadou manon manuel manuela marc marcel marcelle margaret margaux margot
    marguerite maria mariam marianne marie marielle marina marine mario marion marjorie marlene martial martine mary
    maryse mateo mathias mathieu mathilda mathilde mathis matthew matthias matthieu maud maurice maxence maxime
    megane mehdi melanie melissa mercedes michael michel michele micheline michelle mickael mike mireille mohamed
    mohammed monique morgane mounir mourad moussa mustafa mustapha myriam nabil nadege nadia nadine naima nancy
    nassim natacha nathalie nathan neil nicholas nicolas nicole nigel nina noa noe noel noemie nolwenn nora norbert
    noura oceane odette odile oliver olivia olivier omar oscar oumar ousmane pascal pascale patrice patricia patrick
    paul paula paulette pauline paulo pedro peter philippe pierre pierrette quentin rachel rachid rania raoul
    raphael raphaelle raymond raymonde rebecca regine regis remi remy renaud rene renee richard robert roberto robin
    roger roland romain romane ronan rosalie roxane rudy rui ryan sabine sabrina salah salim salma salome sam samia
    samir samuel sandra sandrine sara sarah scott sebastien serge severine sidonie simon simone sofia sofiane
    solange solene sonia sophie soraya stella stephane stephanie stephen steve steven stuart susan suzanne sylvain
    sylvaine sylvie tania tarik tariq tatiana teddy theo theodore therese thibault thibaut thierry thomas timothy
    tiphaine tom tony tristan ugo valentin valentine valerie vanessa vera veronique victor victoria vincent violette
    virginie viviane walid walter wendy wilfried william xavier yacine yann yannick yasmina yasmine yassine yohan
    yolande youssef yvan yves yvette yvonne zineb zoe zohra
    """
)
"""Frequent ones in France and its neighbours. `rose`, `ange`, `mark`, `max` and other words are left out."""

AMBIGUOUS_FIRST_NAMES = _set(
    """
    aurore capucine claire clement germain jade manuel marguerite marine martial noel romain romane valentin violette
    """
)
"""Those that in small letters are other words too: `mode manuel`, `bleu marine`."""

ROLES = _set(
    """
    accountant accueil acheteur acheteuse adjoint adjointe administrateur administratrice agent agente artisan
    assistant assistante associe associee avocat avocate boss cadre caissier caissiere caller charge chargee
    chauffeur chef cheffe client cliente collaborateur collaboratrice colleague collegue commercial commerciale
    comptable conducteur conductrice conjoint conseiller conseillere consultant coordinatrice customer dame dentiste
    directeur director directrice dirigeant dirigeante docteur employe employee engineer epouse expert experte
    exploitant exploitante facteur femme fils formateur formatrice fournisseur gardien gerant gerante gestionnaire
    guy homme hotesse informaticien informaticienne ingenieur interimaire interlocuteur interlocutrice jeune juge
    lady livreur maire manager mari medecin ministre notaire operateur operatrice ouvrier ouvriere owner patron
    patronne personne pharmacien pharmacienne prefet president presidente prestataire proprietaire proviseur
    rectrice referent referente remplacant remplacante responsable restaurateur rh salarie salariee secretaire
    serveur serveuse soeur stagiaire superieur superviseur technician technicien technicienne tresorier user
    utilisateur utilisatrice vendeur vendeuse veuve voisin voisine
    """
)

ELISIONS = _set("abord accord ailleurs apres astreinte autre autres entree habitude office origine urgence")
"""What `d'` stands before where nobody is meant."""

ELIDED_SURNAMES = _set(
    """
    aminot anthoen aot azou ecuyer eplattenier haridon heliguen helgoualch helgouach her heritier herbier herminier
    hermite herrou hirondel honen honneur honore horset hospitalier hostellier hostis hote hotellier hour hourre
    huillier huilier hullier
    """
)
"""What stands behind the `l'` of a surname, and hardly behind that of a thing: `mr l'hostis`, not `mme l'hotesse`."""

SURNAMES = _set("avril bas bon chef facteur gardien jeune juge maire mars notaire patron prefet salle seul voisin")
"""Other words that are surnames as well: `Mme Voisin`."""

SURNAMES_IN_CAPITALS = _set("avril jeune mars seul voisin")
"""Those that after a title are hardly anything else, however they are written: `MME VOISIN`, but not `MME LE MAIRE`."""

NO_NAMES = _set(
    """
    a about absent absente accepte acces access acrobat actuellement adobe adresse affiche after agace agacee again
    ah ai aide aime aimerait ainsi ajoute alarme alerte all alors already also always am an and annonce annule
    antenne any aout apercoit appel appelait appele appelle apres are arrivait arrive arrivent article as asks
    assure at attend attendait au aucun aucune aujourd aujourd'hui aussi automate autre aux avait avant avec avez
    avoir avons avril ayant azure back badge balance bas batterie be beaucoup because been before bien blocage
    bloque bloquee bloques boite bon bonjour bonsoir borne bouton branche bref bricolage bureau but by c ca cable
    caisse called calling calls came camera can can't cannot capteur car cas casque casse ce ceci cela celle celui
    cependant certaine certifie ces cet cette change chaque chez chose chrome clavier clef client clients clignote
    clique cloud code commande comme comment comprenait comprend compta comptabilite compte confirme connait
    connecte connexion constate contact contacte contre controle convoyeur copie cordialement could coupe cpu cree
    croit d dans de debranche debrancher debut debutant debutante debute decembre deconnecte deconnectee decroche
    dehors deja demain demandait demande deplace deplacee depuis derriere des desactive desire devait devant devrait
    did didn't dimanche dire disait disjoncteur disponible disque dit dll do does doesn't dois doit doivent don't
    donc dongle donne dont dossier douchette doute down dr driver du echec echoue eclaire ecran ecrit edge elle
    elles email en encore enerve enervee enleve ensacheuse ensuite entend entre envoie envoye erp erreur error es
    essaie essayait essaye est et etaient etait ete eteint eteinte etes ethernet etiqueteuse etre eu eux every excel
    exchange exe exige explique exporte facture failed fails faire fait faut fera ferme fevrier fibre fichier finit
    firefox firewall firmware fois fonctionne for forme fournisseur from furieuse furieux galaxy get gets google got
    grande grave had has hasn't have he hello her here hesite hier his hors how i ici if il ils impossible
    impression imprimante imprime imprimer in indiquait indique indisponible informe injoignable inquiet inquiete
    insere insiste installe interroge intune ipad iphone is isn't it it's its j jamais janvier java je jeudi
    joignable joint jour juillet juin just juste keep keeps l la laisse lance last le lecteur lenteur lenteurs les
    leur leurs licence ligne like linux lit livraison logiciel lors lorsque lost lui lundi m ma machine madame
    mademoiselle mai mail maintenant mais mal malade malgre mandate manip maquette mardi mars matin may me med meme
    menace merci mercredi mes mesdames message messieurs met mettre mfa microsoft mieux might mis mise mlle mme mmes
    mode modem moi moins mon moniteur monsieur mot moteur mr mrs ms my n ne need needs nettoie never new ni no nom
    non nos not notre nous nouveau nouvelle novembre now numero occupe occupee octobre of off office ok on once
    onduleur onedrive only ont or oracle order ou oublie oui our out outlook ouvre over palettiseur panne par parce
    pardon parlait parle part parti partie pas passe password patiente payer pc pendant pense perd perdu perdue
    petite peu peut peuvent peux phoned pilote please plus plutot portable poste pour pourquoi pourrait pourtant
    prefere prend prenom pres presente pressee pret prete previent printer problem probleme procede proche produit
    project propose propre puis puisque qu quand que quel quelle quelqu quelque quelques qui quitte quoi raccroche
    rallume rappel rappelait rappelera rappelle rappellera recherche recoit recommence redemande redemarrage
    redemarre refuse regarde reinstalle relance remarque remercie remet rencontre rentre repete repond repondeur
    reponse reported reports reprend reseau reste resultat retard retire reussi reussit revient rien routeur s sa
    said saisit sait salle salutations samedi sans sap sauf says scanne scanner screen se see septembre sera serait
    serie server serveur service ses session seul seule sharepoint she should si signalait signale since site so
    societe soit sollicite some son sonde sont sort souci souhaitait souhaite souhaiterait souris sous souvent still
    stock such suis suit suite suivi suivie supprime sur switch symptome t ta tablette tandis tant tape teams tel
    telecharge telephonait telephone temps tente terminal tes teste than thank thanks that the their them then there
    they this ticket tiroir to today toi tombe tomorrow too touche toujours tous tout toute toutes tpe tracteur
    transfere transmet travaille tres tried tries trop trouve trying tu tunnel un unable une until up update upgrade
    us usb used uses using utilise va vais valide variateur vendredi verifie verrouille verrouillee vers very
    veuillez veulent veut viens vient virement visio vit vmware voici voila voir vois voit voudrait voulait vous
    voyait vpn vraiment vu want wanted wants was wasn't we web webcam were what when where which while who why wifi
    will windows with won't word works would y yes yesterday you your
    """
)
"""Words that follow a title or a name in a sentence: they end it, capitalised or not."""

SHORT_FORMS = _set(
    """
    abo admin api app appli auth bug conf config err exp fact fic identif imp imposs impr inst install ko lect maj modif
    nav ok nok ordi param prog redem ref reini reinit rep sauv sav serv sim synchro tech tel util
    """
)
"""Of words, as agents type them; those without a vowel need no list, no name has none."""

THINGS = _set(
    """
    abonnement acces acer achat acquitteur activation adobe agence airbag apple asus atelier avast avis badgeuse
    badgeuses banderoleuse bip blocage bloquage bluetooth bouygues brother bug canon cegid centre changement
    chantier cisco citrix commercial compta coupure creation datalogic dell demande depot direction douchettes
    editique entrepot epson equipe etage extracteur fait firmware formation fortinet free fuji google groupe
    honeywell info informatique infos ingenico installation kyocera lenovo lexmark logistique magasin mails
    maintenance malware meuleuse modification monnayeur motorola note nvidia obliterateur ouverture panasonic panne
    parefeu perte philips phishing plainte planning pointeuse portail prod production quai question rappel recette
    reclamation regie relance restaurant retard reunion ricoh sage samsung scanneur secretariat sfr siege siemens
    signal sony sophos souci soudeuse spam stage support suppression tachygraphe technique test titre toner toshiba
    traceur transpalette transpondeur urgence urgent usine validation verifone videoprojecteur virus visioconference
    xerox zebra zone zoom
    """
)
"""Words that may be surnames after a title, but make none of what only looks like a person: `SUPPORT Laura`."""

NO_PARTS = _set(
    """
    admin apk app backup bak bat bin bmp cfg com compta compte conf config corp crt css csv dat demo dll doc docx
    drv eml example exe gif gpg home htm html inf info ini internal intranet iso jar jpeg jpg js json key lan lib
    lnk local log mdb module mov mpg msg msi net ods odt old org ost pdf pem php png pps ppt pptx prod pst reg rtf
    service site sql srv stage support svc svg sys tar test tif tmp toml txt vbs wav web www xls xlsx xml yaml yml
    zip
    """
)
"""What stands beside the dot of accounts, files and hosts that are nobody's."""

NO_DOCTORS = _set(
    """
    bascule bis cloud data datacenter distant drill dur environment environnement exercice exercise externe failover
    instance interne mount path plan primary recovery region replica replication secondaire secondary snapshot strategy
    systeme volume watson web zip
    """
)
"""What stands behind `dr` where it is a drive, a spare site or a product."""

NO_SENIORS = _set(
    """
    account admin administrator analyst architect business data developer devops executive lead network product project
    sales security software specialist staff systems tech
    """
)
"""What stands behind `Sr.` where somebody's rank is meant: `Sr. Developer`."""

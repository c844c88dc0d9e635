"""Words that begin a name, that belong in one, and that are none. All folded: no accents, small letters."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PARTICLES = _set(
    """
    al ben bin d da das de del della den der des di do dos du el la le les mac mc o saint sainte st ten ter van von
    """
)

FIRST_NAMES = _set(
    """
    adam adele adrien agathe agnes ahmed aicha alain alban albert alex alexandra alexandre alexis alice alicia aline
    amandine amelie ameline amina amir anais andre andrea andree angela angelique anissa anita ann anna annabelle
    anne annette annick annie anthony antoine antonio arnaud arthur assia astrid aude audrey aurelie aurelien aurore
    axel axelle aymeric barbara bastien beatrice benedicte benjamin benoit bernadette bernard bertrand bilal brice
    brigitte bruno camille capucine carine carla carlos carole caroline cassandra catherine cecile cedric celia
    celine chantal charlene charles charlotte chloe christel christelle christian christiane christine christophe
    claire clara clarisse claude claudia claudine clement clementine clotilde colette coline coralie corentin
    corinne cyril cyrille damien daniel daniela daniele danielle david deborah delphine denis denise diane didier
    dominique dorian dorothee dylan edith edouard eleonore eliane elisa elisabeth elise elodie eloise emeline emile
    emilie emma emmanuel emmanuelle enzo eric erika estelle esther ethan etienne eugenie eva eve evelyne fabien
    fabienne fabrice fanny farid fatima fatou felix fernand fernando florence florent florian francine francis
    franck francois francoise frank fred frederic frederique gabriel gabrielle gael gaelle gaetan genevieve geoffrey
    georges gerald gerard germain ghislaine gilbert gilles gisele gregory guillaume gustave guy gwenaelle habib
    hakim hamza hannah hassan helena helene henri herve hubert hugo hugues ibrahim ines ingrid irene isabelle ismael
    ivan jacqueline jacques jade james jamila jane janine jasmine jean jeanne jeannine jennifer jeremie jeremy
    jerome jessica joel joelle johan johanna john jonathan jordan jose josephine josette josiane judith jules julia
    julie julien juliette justine kamel karen karim karima karine kevin khadija killian laetitia laila laura laure
    laurence laurent lea leila leo leon leonie lilian liliane lina lionel lisa loic lola lou louis louise luc lucas
    lucie lucien lucile ludivine ludovic lydia lydie madeleine mael maelle magali malika manon manuel marc marcel
    marcelle margaux margot marguerite maria mariam marianne marie marielle marina marine mario marion marjorie
    marlene martial martine mary maryse mateo mathias mathieu mathilde mathis matthias matthieu maud maurice
    maxence maxime megane mehdi melanie melissa mercedes michel michele micheline michelle mickael mike mireille
    mohamed mohammed monique morgane mounir moussa mustapha myriam nabil nadege nadia nadine naima nassim natacha
    nathalie nathan nicolas nicole nina noa noe noel noemie nolwenn nora norbert oceane odette odile olivia olivier
    omar oscar oumar pascal pascale patrice patricia patrick paul paula paulette pauline pedro peter philippe pierre
    pierrette quentin rachel rachid raoul raphael raphaelle raymond raymonde rebecca regine regis remi remy renaud
    rene renee richard robert roberto robin roger roland romain romane ronan rosalie roxane rudy sabine sabrina
    salah salim salma salome sam samia samir samuel sandra sandrine sara sarah sebastien serge severine sidonie
    simon simone sofia solange solene sonia sophie soraya stella stephane stephanie steve steven suzanne sylvain
    sylvaine sylvie tania tatiana teddy theo theodore therese thibault thibaut thierry thomas tiphaine tom tony
    tristan ugo valentin valentine valerie vanessa vera veronique victor victoria vincent violette virginie viviane
    walid wendy wilfried william xavier yacine yann yannick yasmina yasmine yohan yolande youssef yvan yves yvette
    yvonne zoe zohra
    """
)
"""Frequent ones in France and its neighbours. `rose`, `ange`, `mark`, `max` and other words are left out."""

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

NO_NAMES = _set(
    """
    dr m madame mademoiselle mesdames messieurs mlle mme mmes monsieur mr mrs ms
    a about absent absente accepte acces access acrobat actuellement adobe affiche after again ah ai aide aime
    aimerait ainsi ajoute alerte all alors already also always am an and annonce annule any aout apercoit appel
    appelait appele appelle apres are arrivait arrive arrivent article as asks assure at attend attendait au aucun
    aucune aujourd aujourd'hui aussi autre aux avait avant avec avez avoir avons avril ayant azure back badge bas be
    beaucoup because been before bien bloque bloquee bloques boite bon bonjour bonsoir bouton branche bref bureau
    but by c ca cable caisse called calling calls came can can't cannot car cas casse ce ceci cela celle celui
    cependant certaine certifie ces cet cette change chaque chez chrome clavier clique code commande comme comment
    compta comptabilite compte confirme connait connecte connexion constate contact contacte contre controle copie
    could coupe cree croit d dans de debut decembre dehors deja demain demandait demande depuis derriere des desire
    devait devant devrait did didn't dimanche dire disait dit do does doesn't dois doit doivent don't donc donne
    dont dossier doute down du echec echoue eclaire ecran ecrit edge elle elles email en encore ensuite entend entre
    envoie envoye erreur error es essaie essayait essaye est et etaient etait ete etes etre eu eux every excel
    exchange exige explique exporte facture failed fails faire fait faut fera ferme fevrier fichier finit firefox
    fois fonctionne for forme from furieuse furieux get gets got grande grave had has hasn't have he hello her here
    hier his hors how i ici if il ils impossible imprimante imprime imprimer in indiquait indique informe inquiet
    inquiete insiste interroge intune is isn't it it's its j jamais janvier je jeudi joint jour juillet juin just
    juste keep keeps l la laisse lance last le les leur leurs ligne like lit logiciel lors lorsque lost lui lundi m
    ma machine mai mail maintenant mais mal malade malgre mandate maquette mardi mars matin may me meme menace merci
    mercredi mes message met mettre mieux might mis mise mode moi moins mon mot my n ne need needs never new ni no
    nom non nos not notre nous nouveau nouvelle novembre now numero octobre of off office on once onedrive only ont
    or order ou oui our out outlook ouvre over panne par parce pardon parlait parle part pas passe password payer pc
    pendant pense perd perdu petite peu peut peuvent peux phoned please plus plutot portable poste pour pourquoi
    pourrait pourtant prefere prend pres presente pret prete previent printer problem probleme proche produit
    project propose puis puisque qu quand que quel quelle quelqu quelque quelques qui quitte quoi rappel rappelait
    rappelle rappellera recoit recommence redemande refuse regarde relance remarque remercie rencontre rentre repete
    repond reponse reported reports reprend reseau reste retard reussi reussit revient rien s sa said sait salle
    samedi sans sauf says screen se see septembre sera serait serveur service ses session seul seule sharepoint she
    should si signalait signale since site so soit sollicite some son sont sort souhaitait souhaite souhaiterait
    sous souvent still such suis suit suite suivi suivie sur t ta tandis tant tape teams tel telephonait telephone
    tente terminal tes teste than thank thanks that the their them then there they this ticket to today toi tombe
    tomorrow too touche toujours tous tout toute toutes travaille tres tried tries trop trouve trying tu un unable
    une until up us used uses using utilise va vais vendredi vers very veuillez veulent veut viens vient virement
    visio vit voici voila voir vois voit voudrait voulait vous vpn vraiment vu want wanted wants was wasn't we were
    what when where which while who why wifi will windows with won't word works would y yes yesterday you your
    """
)
"""Words that follow a title or a name in a sentence: they end it, capitalised or not."""

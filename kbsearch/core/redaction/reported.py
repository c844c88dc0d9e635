"""What is reported behind a caller's name: things and troubles, the states of things, and what callers do.

Folded: no accents, small letters. What families are called is left out of the things: `tapis`, `porte`, `papier`.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


REPORTED = _set(
    """
    abonne abonnes acceder accessoire accueil activer actualiser adaptateur adherent adherents adresses afficheur
    agences agrafes aiguilleur ajouter alarmes aliment aliments ambiance ampoule annuaire annuler antivirus appareil
    appareils appels arrhes articles ascenseur aspirateur aspirateurs assistance automates avoirs bac bacs balances
    bandeau bandes barquettes bascules batteries berceaux bobines boitier bons bordereau bordereaux bornes boulons
    bouteilles broyeur bruit bulletin bulletins butee cadenas cadence cadran caisson caissons calage calculateur
    calendrier cameras capteurs carte cartes cartons cartouche cartouches cellule cellules centrale certificat chambre
    changer charger chargeur chariot chariots chaudiere cheques chiffres chrono cles cloture cloturer codes coffret
    colis colonne colonnes commandes comprendre compresseur compression comptes compteur conducteur conge congelateur
    congelateurs conges connecter connecteur connecteurs connexions consigne consignes console consommable contacter
    contrats convoyeurs coordonnees copier copieur copieurs correspondance corriger couleurs coupures courrier
    courroie creer creneau crochets cumuls cuve cuves debit debloquer decaler dechets deconnexion deconnexions decoupe
    defaut defauts desactiver desinstaller detecteur devis diagnostic diode dispositif distributeur document documents
    donnees dosage dossiers doublon doublons droits ecart echange echanges echeance echeancier ecouteurs ecrans
    ecriture ecritures ecrous effacer encaisser encre enregistrer enrouleur entree envoyer erreurs espaces etat etats
    etau etiquette etiquettes etuve exporter extraire facturer factures fermer fermeture fichiers film films filtre
    filtres flux fonte format formulaire fourches fournitures frais freins frigo frigos fuite fuites fusible galets
    gants generateur generer gicleur glissiere graisse groupes heures historique horaires horloge huile hydraulique
    icone icones identifiant identifiants images importer impossibilite impressions imprimantes indicateur indicateurs
    installer integrer interface interphone interrupteur intrusion inventaire jauge jauges joints journee journees
    justificatif lames lampes laser lecteurs lecture levage liaison libelle libelles licences lignes lire listing
    livraisons logiciels machines mandrins manette manometre marchandises materiel mauvaise melangeur memoire menus
    messagerie mesure meuble minuterie mobile modele modeles modifier montant montants montrer moteurs nacelle niveau
    niveaux notice numeros obtenir odeur optique ordinateur ordinateurs ouvrir paies paires palan palette palettes
    paniers parametrer parametres perdre peripherique peripheriques pesage pesee photo photocopieur photos piece
    pieces pignon pinces pistolet piston pistons plannings plaque plaques platines plusieurs pneus poids poignee
    poignees points pompes ponts portables portes portique postes potentiometre pourboires pression primes prises prix
    problemes produits profil programme programmes pupitre purge qualite quantite quantites raccourci raccourcis rails
    rampes rapport rapports rayons reassort recepteur recharger recu recuperer recus redemarrer refrigerateur refus
    regler regulateur reimprimer reinitialiser relais releve rembourser remise remises remplacer renommer reparer
    repertoire ressorts retards retirer retrouver robinets robot robots rouleau rouleaux roulette roulettes routeurs
    rupture sachets saisie saisir salaires sas sauvegarde sauvegardes scanners sechoir secteur semaines serrures
    serveurs sessions siphon sirene solde soldes sommes sondes sonnerie sorties soufflerie soupape soupapes
    stabilisateur stocks suivre supprimer surchauffe surpression symbole synchroniser tableau tableaux tables
    tablettes tableur tacite tarif tarifs taux taxe taxes telecharger telecommande telephones telephonie temperature
    terminaux tete thermostat tickets tiers tole toles tonner total totaux touches tournees tournevis tracabilite
    transferer transfert transferts transports tremie tremies treuils trouver tubes tunnels turbine tuyau unite unites
    utilisateurs utiliser valider vanne vannes variateurs vendre vente ventes ventilateur verifier verin verins
    verrouiller version vibreur vidange video vis visiteurs vitesse volets vos votre voyant voyants zones
    """
)
"""What a report begins with, and hardly anybody is called: words of every trade, none of them a surname one meets.

Those with an ending below need no list.
"""

ENDINGS = ("tion", "tions", "ement", "ements", "euse", "euses", "trice", "trices")
"""Of what is done and what does it, which few surnames have: `declaration`, `fonctionnement`, `visseuse`."""

LONG_ENDINGS = ("age", "ages")
"""Of longer words alone: `decalage`, but `Lage` and `Nage`."""

STATES = _set(
    """
    bipe bipent bouche bouchee brule brulee bruyant bruyante casse cassee cassees casses chauffe chauffent clignote
    clignotent coince coincee coincees coinces crevee debranche debranchee decale decalee decalees decales dechire
    dechiree dechirees dechires defaut demarre demarrent deregle dereglee dereglees eteint eteinte eteintes eteints
    fige figee fonctionne fonctionnent fuient fuit fume fument grille grillee grince hs illisible illisibles ko marche
    muet muets muette muettes nok panne rade raye rayee redemarre s'affiche s'allume s'arrete s'eteint s'ouvre
    s'ouvrent surchauffe tourne use usee vibre
    """
)
"""What is said of things, and not of callers: those are blocked, cut off and wait as things do, which says nothing."""

COPULAS = _set("a ne est sont reste en tout toute toujours completement")
"""What stands before a state."""

DOINGS = _set(
    """
    a ai appelle arrive attend avait cherche confirme demandait demande devrait dit doit est etait explique indique
    insiste n'a n'arrive n'est n'ont ne ont parle perd peut precise prefere rappel rappelait rappelle rappellera
    recoit refuse sait se signalait signale souhaitait souhaite souhaiterait tel trouve va veut vient voit voudrait
    voulait
    """
)
"""What callers do, or what is noted of them behind their names."""

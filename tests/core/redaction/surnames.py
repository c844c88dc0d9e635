"""Surnames that French has as words too, behind first words that are known and unknown, and reports behind a name."""

from __future__ import annotations

TRADES = """
Armurier Barbier Batelier Berger Bouvier Brasseur Carrier Chapelier Charbonnier Charpentier Chaudronnier Coutelier
Couturier Drapier Faucheur Ferrier Forgeron Fournier Fromager Gantier Jardinier Maçon Marchand Menuisier Mercier Meunier
Orfèvre Parfumeur Pêcheur Peintre Pelletier Plombier Pottier Sabotier Saunier Savetier Sellier Serrurier Sonneur
Tailleur Tanneur Teinturier Tisserand Tonnelier Tourneur Tuilier Vacher Vannier Verrier Vigneron Chasseur Messager
Mineur Passeur Semeur Couvreur Tondeur Barreau Cordier Boursier Sauvage
"""
NATURE = """
Abeille Alouette Autruche Belette Bécasse Bichon Biche Brochet Canard Caille Cerf Chardon Chatton Chevreau Cigale
Corbeau Coucou Cygne Étourneau Faisan Faucon Fourmi Grive Hérisson Hirondelle Lapin Lièvre Linotte Loriot Merle Moineau
Mouton Pinson Poulain Renard Rossignol Taureau Tortue Vautour Bouleau Buisson Cerisier Charme Chêne Châtaigner Figuier
Fougère Framboise Genêt Gravier Lavande Lierre Marguerite Mûrier Noisette Noyer Olivier Orme Osier Peuplier Poirier
Prunier Romarin Rosier Sapin Saule Tilleul Tremble Trèfle Verdure Rivage Bosquet Coteau Rocher Ruisseau Vallon
Bruyère Rosée
"""
OTHERS = """
Bataille Masse Talon Salomon Tardif Grand Gros Petit Legrand Maigre Mignon Gentil Joyeux Courtois Hardi Vaillant Fidèle
Prudent Sage Rousseau Brun Blond Noir Rouge Vert Violet Blanchard Gaillard Gaucher Boiteux Camus Bossu Chauve Crochet
Marteau Hachette Lance Flèche Couteau Fourreau Pichet Pot Marmite Chaudron Tonneau Panier Sabot Soulier Collet Manteau
Bonnet Capuchon Chapeau Bourse Denier Richesse Fortune Bonheur Gloire Victoire Paix Guerre Conquête Carême Pâques Noël
Toussaint Dimanche Janvier Février Juin Midi Matin Printemps Hiver Soleil Lune Étoile Tempête Tonnerre Orage Brise Neige
Paradis Prophète Pèlerin Apôtre Chanoine Prieur Cardinal Moine Ermite Comte Baron Marquis Vicomte Écuyer Page Chevalier
Barbe Jambe Testu Pied Coudé Pinçon Poitrine Maréchal Sergent Sémaphore Carré Rondeau Quartier Chapelle Prieuré Moulin
Pressoir Grange Cellier Castel Tournelle Muraille Poterne Fontaine Puits Fossé Pont Chaussée Sentier Carrière
"""
UNLISTED = """
Ablette Améthyste Arlequin Bergamote Boussole Cabestan Calebasse Châtaigner Chaussée Colibri Crevette Dentelle Dinosaure
Edelweiss Escarpin Fanfare Girouette Hallebarde Hippocampe Jonchée Loutre Mandoline Mirabelle Nénuphar Obélisque Pâques
Loukoum Pressoir Quetsche Ribambelle Sarbacane Sémaphore Tarentule Tourmaline Tournelle Tyrannique Vermicelle Virtuose
"""
"""In no list of the product: any word may be somebody's name."""

KEPT = frozenset(("Dimanche", "Février", "Janvier", "Juin", "Lance", "Matin", "Sage"))
"""What they are as words is in reports every day; a product is called `Sage`."""


def surnames() -> list[str]:
    """Each once."""
    listed = dict.fromkeys(f"{TRADES} {NATURE} {OTHERS} {UNLISTED}".split())
    return [one for one in listed if one not in KEPT]


KNOWN = ("Sophie", "Pierre", "Mohamed")
UNKNOWN = ("Louane", "Ewen", "Solveig", "Tugdual")
FAMILY = ("Garcia", "Diallo", "Salomon", "Nguyen", "Kowalczyk")
"""A first of two surnames, or a first name that is in no list: a reader cannot tell which."""

LINES = (
    "Mme {first} {last} rappelle",
    "Mme {first} {last}, VPN coupé",
    "M. {first} {last} : imprimante hors ligne",
    "rappeler M. {first} {last}",
    "monsieur {first} {last} n'arrive plus à ouvrir sa session",
    "Mme {first} {last} imprimante hors ligne",
    "Madame {first} {last} demande un technicien",
    "Mme {first} {last} (accueil) ne voit plus le partage",
    "Mme {first} {last} ne reçoit plus ses mails",
    "MME {FIRST} {LAST} RAPPELLE",
    "MR {FIRST} {LAST} : VPN COUPE",
    "MME {FIRST} {LAST} DEMANDE UN TECHNICIEN",
    "RAPPELER MME {FIRST} {LAST}",
    "MR {FIRST} {LAST} IMPRIMANTE HS",
    "MME {FIRST} {LAST} N'ARRIVE PLUS A IMPRIMER",
    "MME {FIRST} {LAST} NE RECOIT PLUS SES MAILS",
    "MME {FIRST} {LAST} DOUCHETTE MUETTE",
    "MADAME {FIRST} {LAST} DU MAGASIN A RAPPELE",
    "MME {FIRST} {LAST} A PERDU SON BADGE",
    "MR {FIRST} {LAST} VEUT ETRE RAPPELE",
)
"""What stands outside the braces stays."""

WHOLE = """
Mme Martin imprimante hors ligne
MME MARTIN IMPRIMANTE HORS LIGNE
M. Durand Outlook bloqué
MR DURAND OUTLOOK BLOQUE
Mme Martin Bourrage papier bac 2
MME MARTIN BOURRAGE PAPIER
MME NGUYEN CHAUDIERE EN PANNE
Mme Nguyen Chaudière en panne
MR SALOMON CONVOYEUR ARRETE
MR KOWALCZYK BANDEROLEUSE EN DEFAUT
Mme Diallo Banderoleuse en défaut
MME DIALLO DOUCHETTE MUETTE
Mme Diallo Douchette muette
MME DIALLO DOUCHETTE
MR GARCIA ETIQUETTES DECALEES
MR GARCIA ETIQUETEUSE HS
MME GARCIA TERMINAL FIGE
MME GARCIA PORTIQUE HS
Mme Garcia Portique hs
MME GARCIA PORTIQUE 2 BLOQUE
MR NGUYEN PALAN NE DEMARRE PLUS
MR NGUYEN MEULEUSE CASSEE
M. Nguyen Meuleuse cassée
MME ROUX LA PONCEUSE FAIT DU BRUIT
MME ROUX L'ASCENSEUR EST BLOQUE
MME ROUX LES ETIQUETTES SONT BLANCHES
MME LEROY COURROIE CASSEE
MME LEROY FUITE D'EAU
MME LEROY FUITE
MME LEROY CODE E 201
MR DUPONT ECRAN NOIR
M. Dupont Écran noir
MR DUPONT CLAVIER BLOQUE
MR DUPONT SOURIS MORTE
MME BERNARD TICKETS ILLISIBLES
Mme Bernard Tickets illisibles
MME BERNARD ROULEAU COINCE
MME BERNARD TIROIR CAISSE BLOQUE
MME BERNARD BALANCE DEREGLEE
MME GARCIA PB SAGE
Mme Bernard Sage plante
MME BERNARD CONNEXION IMPOSSIBLE
MME BERNARD CONNEXION
MME BERNARD MESSAGERIE PLEINE
MR PETIT TELEPHONE COUPE
MR PETIT VPN COUPE
MR PETIT RESEAU LENT
MR PETIT PERTE DE CONNEXION
MR PETIT LENTEURS
MR PETIT SAUVEGARDE ECHOUEE
MR PETIT LICENCE EXPIREE
MR PETIT ONDULEUR BIPE
MR PETIT AFFICHEUR ETEINT
Mr Petit Afficheur éteint
MME MOREL CAMERA FLOUE
MME MOREL BADGEUSES HS
MME MOREL BADGEUSE MUETTE
MME MOREL ALARME
MME MOREL CHAMBRE FROIDE EN DEFAUT
MME MOREL CONGELATEUR EN PANNE
Mme Morel Congélateur en panne
MME MOREL FOUR ETEINT
MME MOREL POMPE BRUYANTE
MME MOREL VANNE FERMEE
MME MOREL DISJONCTEUR SAUTE
MME MOREL CAPTEUR HS
MME MOREL VARIATEUR EN DEFAUT
MR HENRY VERIN BLOQUE
MR HENRY COMPRESSEUR ARRETE
MR HENRY CHARIOT EN PANNE
MR HENRY BATTERIE VIDE
M. Henry Batterie vide
MR HENRY SCANNER ILLISIBLE
MR HENRY MAUVAISE DATE
MR HENRY SESSION VERROUILLEE
MR HENRY TABLEAU EXCEL VIDE
MR HENRY TONER VIDE
MR HENRY ENCRE SECHE
MR GARCIA PLATEAU COINCE
MR HENRY BULLETINS FAUX
MR HENRY FACTURES EN DOUBLE
MR HENRY ERREUR 1603
MR HENRY DECALAGE DES LIGNES
Mme Diallo Synchronisation impossible
MME DIALLO REIMPRIMER UN TICKET
MADAME SOPHIE DU MAGASIN A RAPPELE
"""
"""Of each nothing but the word behind the title goes."""

"""Sentences written after the recognisers, as another agent might type them, and measured before anything was mended.

`⟨…⟩` is what must go, each with its kind before it. What stands outside must stay.
"""

FRESH = """
madame name⟨pottier⟩ de la compta ne voit plus le partage, tel phone⟨0140506070⟩
Mr name⟨Kowalski⟩ 3e appel, TPE bloqué E-204
client furieux, M. name⟨Ferrand⟩, veut le responsable
bjr mme name⟨tessier⟩, son mail email⟨a.tessier@pharma-sud.example⟩ ne part plus
rappeler mme name⟨Blanchard⟩ sur le phone⟨+33 7 68 12 34 50⟩ avant 16h30
utilisateur : name⟨Bruno Lacaze⟩ poste PC-0142
nom: name⟨Haddou⟩ / machine SN 4471-88-203
vu avec name⟨Sandrine Peltier⟩, imprimante HP M404 bourrage
mr name⟨el idrissi⟩ appelle de lyon, ensacheuse code 0x21
Monsieur name⟨Dubois-Martinez⟩ n'a pas reçu la mise à jour 7.4.2
M name⟨Lopez⟩ demande remboursement carte card⟨4970123412341236⟩
IBAN du salarié iban⟨FR14 2004 1010 0505 0001 3M02 606⟩ refusé par la banque
sepa rejeté AC01, iban iban⟨DE89370400440532013000⟩
nir nir⟨2 69 05 49 588 157 80⟩ en doublon
num secu nir⟨185057800608436⟩ inconnu
le camion plate⟨fg-421-kd⟩ n'ouvre pas la barrière
plaque plate⟨GH 782 RS⟩ pas lue par la caméra
fixe phone⟨03 88 45 67 89⟩, portable phone⟨06-45-23-12-78⟩
phone⟨00 33 6 45 23 12 78⟩ ou phone⟨+41 44 668 18 00⟩
joindre name⟨Yves Kerjean⟩ au phone⟨02.98.44.55.66⟩
mdp : secret⟨Azerty123!⟩ ne marche pas
password is secret⟨Winter-2026⟩ he says
salarié né le birth⟨04/11/1987⟩ absent de la dsn
écrire à email⟨contact point compta arobase sarl-dupin point fr⟩
Mme name⟨de Vries⟩ called again about the label printer
Mrs name⟨Adams⟩ on phone⟨+44 20 7946 0958⟩, VPN error 809
this is name⟨Kevin Walsh⟩, the till will not open
mme name⟨ROUSSEL⟩ EN LIGNE ECRAN BLEU
docteur name⟨amrani⟩ lecteur de carte vitale muet
appel de Monsieur name⟨Pons⟩ pour sa caisse
dossier DOS-2026-00418 au nom de M. name⟨Thévenet⟩
mme name⟨Le Bihan⟩ : l'onduleur bipe, erreur F12
bonjour c'est name⟨Nadia Ferhat⟩ du magasin de Brest
rappel phone⟨0683.12.45.90⟩ urgent ligne arrêtée
compte email⟨prenom.nom+test@sub.domaine.example⟩ bloqué après 5 essais
monsieur name⟨tran⟩ dit que le scanner fait un bruit
Mlle name⟨Ines Morvan⟩ badge 4471 refusé
mr et mme name⟨collin⟩ double facture
de la part de name⟨Rémi Castaing⟩, palettiseur à l'arrêt
carte bancaire card⟨5412 7512 3412 3456⟩ débitée deux fois
"""

UNTOUCHED = """
madame ne peut plus se connecter depuis 8h
monsieur demande si la mise à jour 4.2.1 est passée
la dame a un écran noir, erreur 0xc0000001
le client dit que le TPE 30021478 affiche SATURATION
imprimante 10.0.12.45 hors ligne, port 9100
commande 4500123456 en attente, BL 20261104-0031
SIRET 732 829 320 00074 refusé par la dsn
imei 490154203237518 non reconnu
référence AB-123-CD en rupture
pièce 6SL3210-5BE17-5UV0 à commander
appel à 14h30 le 02/11/2026, rappel prévu le 03/11
numéro vert 0 800 123 456 injoignable
poste 4210 occupé
version 12.0.1.3456 puis 12.0.2
m. à j. impossible depuis hier
me faire rappeler par le N2
pour mme la directrice, accès au dossier paie
"""

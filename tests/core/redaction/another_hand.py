"""A hundred sentences by another hand, kept out of all tuning: the recall on them is what to expect of real calls.

`⟨…⟩` is what must go, each with its kind before it. What stands outside must stay.
"""

ANOTHER_HAND = """
bonjour je suis name⟨Delphine Marchetti⟩ j'arrive pas à me connecter au portail
Suite appel de M. name⟨Okonkwo⟩ hier soir, toujours le message E-17
mme name⟨vanhoutte⟩ dit que ca clignote orange
mme name⟨lopes⟩ tel phone⟨06 61 22 14 78⟩ rappeler après déjeuner
Client : name⟨Gérald Fontanel⟩, site de Dunkerque
contact name⟨Sylvie Amiot⟩ phone⟨0320556677⟩
Appelante : name⟨Mélanie Queyroux⟩ — badge perdu
interlocuteur: name⟨Thierry Bazin⟩ (maintenance)
ici name⟨Laurent Piquemal⟩ de l'atelier, l'étiqueteuse sort des feuilles blanches
c'est name⟨Fatima Zeroual⟩ à l'appareil
name⟨Nathalie Roy⟩ appelle pour sa collègue
voir avec name⟨Julien Castel⟩ au phone⟨04.67.58.12.90⟩
Mr name⟨Pham⟩ phone⟨+33 1 45 67 89 10⟩ ligne directe
madame name⟨Lacombe⟩ attend depuis 20 min
monsieur name⟨herrero⟩ a raccroché
m. name⟨jacquot⟩ demande le délai
M. name⟨C. Dumas⟩ bureau 214
Mme name⟨Petitjean⟩/compta : export impossible
Mme name⟨A.-M. Leroux⟩ souhaite un rappel
Mesdames name⟨Girod⟩ et name⟨Perret⟩ n'ont plus accès
mm. name⟨Faure⟩ et name⟨Blanc⟩
le dr name⟨sellier⟩ ne voit plus ses dossiers patients
Pr name⟨Abadie⟩ (CHU) connexion refusée
Me name⟨Quintin⟩ avocate, RPVA en erreur 403
Mr. and Mrs. name⟨Holloway⟩ share the same account
this is name⟨Sarah Whitcombe⟩ calling about my invoice
my name is name⟨Peter Lindqvist⟩ and the scanner is dead
spoke with Mr name⟨Abernathy⟩, phone⟨+44 7700 900123⟩
Ms name⟨Ferraro⟩, laptop won't boot, 0xc000000f
caller name⟨Emma Stokes⟩ at phone⟨(514) 398-4455⟩
email me at email⟨r.stokes99@mail.example.co.uk⟩
adresse mail email⟨chloe_dm@outlook.fr⟩ bloquée
email⟨service-paie@mairie-exemple.fr⟩: quota dépassé
email⟨JULIE.BRETON@ENTREPRISE.EXAMPLE⟩ pas dans la GAL
mail = email⟨luc.sanz[at]entreprise.example⟩
son adresse : email⟨paul tiret henri arobase exemple point org⟩
écrire à <email⟨support.n2@prestataire.example⟩>
mailto:email⟨assistance@exemple.fr⟩
email⟨a.b@c-d.example⟩,email⟨e.f@g-h.example⟩
login email⟨x.dupré@société.example⟩ refusé
phone⟨06.99.88.77.66⟩
tph phone⟨0699887766⟩
Tél : phone⟨01 - 42 - 33 - 44 - 55⟩
rappel au phone⟨06 123 456 78⟩
phone⟨(0)6 70 80 90 10⟩ laissé sur le répondeur
mobile phone⟨33670809010⟩
num phone⟨+33670809010⟩ whatsapp
phone⟨+33.6.70.80.90.10⟩ ou phone⟨+33-6-70-80-90-10⟩
phone⟨0 670 809 010⟩ pas joignable
depuis la Belgique phone⟨0475/12.34.56⟩
suisse : phone⟨022 345 67 89⟩
gsm phone⟨+352 691 234 567⟩
phone⟨+1 (438) 555-0199⟩ Montréal
réunion phone⟨0692 12 34 56⟩
Martinique phone⟨05 96 50 12 34⟩
maroc phone⟨00212 661 23 45 67⟩
iban iban⟨FR7630006000011234567890189⟩ erroné
IBAN : iban⟨fr76 3000 6000 0112 3456 7890 189⟩
nouvel iban iban⟨BE68 5390 0754 7034⟩
compte iban⟨LU28 0019 4006 4475 0000⟩ au Luxembourg
iban⟨CH93 0076 2011 6238 5295 7⟩ rejeté
RIB iban⟨FR76-3000-6000-0112-3456-7890-189⟩
iban iban⟨GB82WEST12345698765432⟩ not accepted
numéro sécu nir⟨1 84 12 76 451 089 46⟩
sécu nir⟨184127645108946⟩
N° SS nir⟨1841276451089⟩ sans clé
nir nir⟨2 55 08 14 168 025 38⟩ doublon avec collègue
nir corse nir⟨1 84 12 2A 451 089 10⟩ refusé
nss : nir⟨1 84 12 76 451 089⟩ clé inconnue
cb card⟨4970 1012 3456 7893⟩ refusée
carte visa card⟨4970101234567893⟩ prélevée deux fois
MC card⟨5555-5555-5555-4444⟩ code 12
amex card⟨3782 822463 10005⟩ non acceptée
le client dicte card⟨4111 1111 1111 1111⟩
véhicule plate⟨AB 123 CD⟩ sortie bloquée
plaque plate⟨ab123cd⟩ mal lue
camion plate⟨1234 AB 75⟩ pas dans la liste
la clio plate⟨EK-482-PN⟩ ne bipe plus
immat : plate⟨ek-482-pn⟩/boîtier télématique
mot de passe : secret⟨P@ssw0rd2026⟩ refusé
mdp=secret⟨Soleil#44⟩
son mdp est secret⟨toto1234⟩
pwd: secret⟨Qwerty!9⟩ expired
née le birth⟨14 juillet 1986⟩, dossier introuvable
date de naissance birth⟨03-02-1975⟩ inversée
né le birth⟨1er mars 1990⟩ à Lille
ddn birth⟨12/03/80⟩ fausse dans la dsn
M. name⟨Besson⟩, né le birth⟨09/09/1969⟩, nir nir⟨1 69 09 38 185 042 85⟩
mme name⟨ferrer⟩, email⟨c.ferrer@labo.example⟩, phone⟨06 44 55 66 77⟩, plate⟨GA-555-ZZ⟩
Mme name⟨KHELIFI⟩ RAPPELLE
monsieur name⟨de saint amand⟩ poste 4210
Mme name⟨Le Roux-Kerbrat⟩ port 8443 fermé
mademoiselle name⟨N'Diaye⟩ au 3949
Mme name⟨Duval⟩ dit "0x80070005"
passé par mme name⟨bailly⟩ puis mr name⟨weber⟩, ticket INC0012345678
Bonjour Monsieur name⟨Tessier⟩, suite à votre appel
Cordialement, name⟨Marie-Laure Pinson⟩
cdt name⟨Franck Delorme⟩
demande de name⟨Aurélie Sabatier⟩ : licence LIC-2023-00412
"""

NOBODY = """
madame la directrice appelle pour le wifi
monsieur ne peut plus imprimer depuis la maj
mme erreur de saisie, ignorer
m. à jour du poste refusée
la file Mr-Cooper-2 est pleine
monsieur souhaite annuler
mme très énervée
madame pense que c'est le câble
mme du service paie rappelle
monsieur au téléphone, ligne coupée
madame veut savoir quand
mme rappellera
monsieur n'entend rien dans le casque
client en attente, TPE bloqué
contact : accueil
utilisateur : inconnu
nom : poste-compta-3
appelant : service achats
c'est le serveur qui ne répond pas
c'est Windows qui demande un code
je suis bloqué sur la page de connexion
je suis en télétravail et le VPN coupe
de la part de la direction
ici tout est éteint
mot de passe : expiré
mdp oublié
mot de passe : à réinitialiser
password: expired since monday
né le problème avec la mise à jour du 12/03/2026
numéro de série 123456789012
SN 4970101234567893 sur l'onduleur
imei 356938035643809 bloqué
iccid 8933150319051234567 inactif
SIREN 732829320 introuvable
siret 73282932000074 refusé
0805 123 456 non joignable
appeler le 3949
poste 0612 ne sonne pas
article 06 12 34 en rupture
du 01.02.2026 au 06.02.2026
01/02/2026 03:04:05 erreur
commande 0612345678 non expédiée
lot 2026-11-04-0612
version 06.12.34
firmware 1.02.03.04.05
ip 10.06.12.34 puis 172.16.254.1
2001:db8:85a3::8a2e:370:7334 sans réponse
adresse mac 00-1A-2B-3C-4D-5E
clé {3F2504E0-4F89-11D3-9A0C-0305E82C3301}
HKLM\\SOFTWARE\\Policies\\Microsoft
montant 1 234 567,89 EUR
total 06 12 articles
00 33 code retour
référence AB-123-CD
pièce XY-456-ZT à commander
modèle GA-555-ZZ
capteur AB 123 CD en défaut
facture FR76-2026-0001
n° de tva FR40303265045
fichier rapport_0612345678.pdf
\\\\serveur01\\partage$\\compta
chez le client rien ne marche
pour Paris l'imprimante est ok
avec Chrome ca marche
rappeler Orange demain
contacter Dell pour la garantie
compte root@srv01 verrouillé
git push origin git@depot refusé
composer require module-a=1.0.3-beta1@beta
site_stg@i:~$ ne répond plus
menu Mark Thread as Read absent
Max Size dépassé
mysql --password=$MYSQL_PWD refusé
ME SIGNALE UN ECRAN NOIR
version 06.12.34.56.78 installée
Client : Embalor, ligne 3
"""

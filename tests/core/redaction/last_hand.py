"""Sentences written late, and for which no recogniser was changed: what is missed here is written down, not mended.

`kind⟨…⟩` is what must go. What stands outside must stay.
"""

LAST_HAND = """
passage de consigne : mme name⟨Aubry⟩ rappelle à 15h, phone⟨06 11 22 33 44⟩
reprise appel mr name⟨chauvin⟩, écran tactile borne 2 sans réponse
M. name⟨Rossignol⟩ parle de E-204 mais l'écran dit E-240
mme name⟨petit⟩ a un petit souci de scanner
mr name⟨blanc⟩ : écran blanc
madame name⟨Rose Lebrun⟩, caisse rose, code 51
monsieur name⟨leclerc⟩ du magasin leclerc
Mme name⟨Marchal⟩, M. name⟨Aït Saïd⟩ et le stagiaire attendent
mlle name⟨thi⟩ nouveau poste
M. name⟨Yilmaz⟩ (chauffeur) plate⟨FQ-118-LD⟩ quai 3
Dr name⟨Nguyen-Van⟩ cabinet dentaire, carte CPS muette
le dr name⟨Perrault⟩ rappellera
au nom de Mme name⟨Costa⟩ : annulation ticket INC0007788990
je suis name⟨Pauline⟩ de la compta, mon excel plante
bonjour name⟨Hervé Lamy⟩ ici, plus de réseau
contact : name⟨Ludovic Barre⟩ phone⟨0389451278⟩
utilisateur: name⟨Maud Ferry⟩ session verrouillée
appelant: M. name⟨Zidane Boualem⟩ tel phone⟨+213 551 23 45 67⟩
de la part de M. name⟨Courtois⟩
email⟨maud.ferry@usine-nord.example⟩ licence expirée
email⟨hotline_client7@groupe.example.com⟩
mon mail c'est email⟨lamy arobase gmail point com⟩
envoyer à email⟨direction@lycee-exemple.fr⟩ et email⟨cpe@lycee-exemple.fr⟩
email⟨m.ferry@usine-nord.example⟩(perso)
tél phone⟨0389 45 12 78⟩ ou phone⟨06.78.90.12.34⟩
phone⟨07 81 23 45 67⟩ / phone⟨03 20 11 22 33⟩ selon l'heure
joignable phone⟨0781234567⟩jusqu'a 18h
le rappeler sur son portable phone⟨+33781234567⟩
gsm belge phone⟨0032 475 12 34 56⟩
Genève phone⟨+41(0)22 345 67 89⟩
call phone⟨+1-604-555-0134⟩
london office phone⟨020 7946 0123⟩
tel allemagne phone⟨+49 (0)30 901820⟩
IBAN iban⟨FR7610011000201234567890188⟩
rib iban⟨FR76 1001 1000 2012 3456 7890 188⟩ clé 88
iban iban⟨DE89 3704 0044 0532 0130 00⟩ bloqué
iban⟨ES9121000418450200051332⟩ inconnu
secu nir⟨2850769123456⟩ sans clé
n° de sécurité sociale nir⟨2 85 07 69 123 456 18⟩
card⟨4532 0151 1283 0366⟩ refusée à la caisse 2
paiement card⟨5425233430109903⟩ annulé
plaque plate⟨WW-123-AB⟩ provisoire
véhicule plate⟨CD456EF⟩
immat plate⟨789 XYZ 13⟩
née le birth⟨02 février 1988⟩ à Metz
mdp : secret⟨Kiwi-2026⟩ ne passe pas
mot de passe wifi secret⟨Tulipe77!⟩
habite address⟨3 rue du Moulin, 57000 Metz⟩
Mr name⟨Hargreaves⟩ wants a call back at phone⟨+44 20 7946 0999⟩
Mrs name⟨Nkemelu⟩: printer 192.168.0.15 offline
Miss name⟨Doyle⟩ forgot her PIN
Mr name⟨McAllister⟩ till 3 frozen, KB5034441 installed
user name⟨Olivia Bennett⟩ cannot print to PRN-0042
it's name⟨James⟩ from accounts, error 1603
"""

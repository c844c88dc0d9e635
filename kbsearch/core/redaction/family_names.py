"""Surnames that French has as words, too: `Mme Garcia Petit` goes whole, of `MME GARCIA IMPRIMANTE HS` the name alone.

Folded: no accents, small letters. Left out are those that stand in reports every day (`carton`, `pages`, `barre`) and
those that no dictionary has, which need no list: `Garcia`, `Nguyen`, `Kowalczyk`.
"""

from __future__ import annotations

_NAMES = """
abbe agneau allard ange angles archer arias armand arnaud aubert auger avril badan bailly barbe barbier barman baron
barrera barrier bastide baudet beau begue beguin bel belle benet benoit berger bergere besson bigot blanc blanche
blond blondel bois bon bonhomme bonnet bosse bossu boucher bouchez bouillon boulanger bouquet bourdon bourgeois
bourguignon bourreau bouvier brasseur bravo breton brochet bru brun brune brunet bruyere buisson buron cabrera cadet
caillou cal camus canal canton cardinal carlier caron carre cartier castel catalan cavalier chapelain chapelier
chapelle charbonnier charpentier charpie charrier chartier chateau chatel chauvet chauvin chenaux chene chenu
chevalier chevrier chretien clair claire clement clemente clerc close cochet coiffier colas colin collet comas
compere comte constant contreras coq corbeau cordier cordonnier cornet cornu costa coste courtois cousin couture
couturier couvreur cremer croix cros cuisinier culot cure daim dauphin denis deschamps desert diamant dore doucet
doyen dragon dubois duc duchesne durand durant eveque fabre faucher faucheur faucheux faucon favre feron ferrand
ferrer ferrier ferry fleur fleury flores fontaine fontaines forest forestier forge forgeron forget fort fossey
foucher fourneau fournier franc francais franco francois frere friand gaillard gallois garces garcon garnier garreau
gaucher gauthier gendre genet genty georges germain giraud giron godet gracia grandjean grange granger gras grenier
griffon grondin gros guerin guerre guerrier guillaume hardy haro haye hebert herisson hermite heron hiver honore
houille huet huissier humbert jacques jacquet jardin jardinier jasmin jean jerez jesus joli jolie joly jordan
jourdain joyeux juin labbe labelle laborde lacroix laine lamas lambert lamy lange laporte larcher lasalle laurent
laurier leblanc leclerc leger legrand leroux leroy lesage levy liegeois lima lion loiseau lombard loup lucas macon
madrigal magnier maillard maillet maillot maison maitre manuel marais marchal marchand mare marechal mari marie
marin marques marquez marquis martel martin martinet mas masson materne mathieu mauger maurice medina mena menage
menuisier mercier merle messager meunier michaud michel mignon millet minet moine molinier monnier montagne
montenegro montes morales moreau morel morin mortier motte moulin mouton mulet musset musy nain neves neveu noble
noel noir normand oger oiseau olive olivier page palmer papillon parent paris parmentier pascal pasquier pasteur
pastor paul pelletier pepin perez perret perrier perrin perron petit petite petitjean philippe picard pichon pie
pierre pigeon pilon pin pineau pinson piquet pires pirot plana plantier poirier poirot poisson poitevin polo pommier
ponce pons pont porta portal portier potier potter pou poulain poulet prevost prieur prince prost provost prudhomme
ramier ramis raymond raynal regnier renard renaud renier rey richard rivera rivet riviere robert robin roche rocher
roda roger roi roland romain roman romero rose rossignol rouge rouget rousseau roussel rousset roux roy royer ruelle
sacre sala salle salvador samson saunier saura sauvage savary savoie seguin sergent serra serre servais sicard
sierra simon sole soleil soler soulier tailleur tanguy tardieu tellier terrier tessier texier thomas tisserand
tissier tissot tome torrent torrents tour tournier toussaint travers urbain vacher vaillant valet valette vallee
vallet vasseur verdier verger vermeil vial vidal vienne vigne vigneron vilain villa villain vincent violet vives
vivier voisin voyer vuille weber
"""

WORDS_TOO = frozenset(_NAMES.split())

"""Surnames that French has as words, too: `Mme Garcia Petit` goes whole, of `MME GARCIA IMPRIMANTE HS` the name alone.

Folded: no accents, small letters. Left out are those that stand in reports every day (`carton`, `pages`, `barre`) and
those that no dictionary has, which need no list: `Garcia`, `Nguyen`, `Kowalczyk`.
"""

from __future__ import annotations

_NAMES = """
abbe abeille absolu acier adage agneau ail aimable allard allegre alouette amande amandier amant ami amiral amour
ancien ange angelot anglais angles apostolique apotre arbre arcade arche archer ardent argent argentier arias armand
arme armurier arnaud arpent aubepine aubergiste aubert audace auge auger aumonier aune autruche aventure avoine avril
azur bachelier badan baguette bailly baladin balcon balle ballet ballon banc barbe barbeau barbet barbier barbu barman
baron barreau barrera barricade barrier barriere basque bastide bastion bataille batard batelier baudet baudrier baume
beau beaujolais becasse bedeau begonia begue beguin beignet bel belette belier belle benet benitier benoit berceau
beret berger bergere besson biche bidon bienvenu bigot bijou billard blaireau blanc blanche blond blondel bocage boeuf
bois boisseau boiteux bon bonheur bonhomme bonnet bonneterie borde bordeaux borgne borgnes bosquet bosse bossu botte
bottier bouche boucher bouchez bouclier boudin bouilleur bouillon boulanger bouleau boulet boulier bouquet bourdon
bourg bourgeois bourgeon bourgogne bourguignon bourguignonne bourreau boursier bouvier bouvreuil braconnier brasseur
brave bravo brebis breton bretonne brick bride brigand brillant briquet brise brochet brouillard brousse bru brun
brune brunet brusque bruyere bucheron buffet buis buisson buron butin butor buvette cabane cabaret cabrera cadet
caille caillou cal calice calme camelot camp camus canal canard caniche cannelle canton capitaine caporal capuchon
cardinal careme carillon carlier carmin carnage carnaval caron carpe carpette carre carrier carriere carrosse cartier
castel castor catalan cavalier cellier cendrier cerf cerfeuil cerisier chalet chalumeau chamois champ champagne
champion chanoine chanson chanteur chantre chanvre chapeau chapelain chapelier chapelle chaperon charbonnier chardon
chardonneret charme charmeur charnier charpentier charpie charretier charrier charrue chartier chartreuse chartreux
chasse chasseur chat chataignier chatain chateau chatel chatelain chaton chaudron chaudronnier chaume chauve chauvet
chauvin chenaux chene chenet chenil chenu cheval chevalier chevreau chevrette chevreuil chevrier chien chouette
chretien chretienne cigale cigogne cimetiere citron civet clair claire clairet clairon clement clemente clerc cloche
clocher clos close clou cocagne cocher cochet cochon coeur cognac coiffier coin colas colin collet colombe colombier
comas combat commandeur commere compere comte condor conquete constance constant contreras coq coquelet coquelicot
coquet coquille corbeau cordeau cordier cordonnier cormoran corneille cornet cornette cornu corsaire costa coste
coteau cotte coucou coudrier couleuvre coulomb courage courtier courtois cousin coutant couteau coutelier coutume
couture couturier couvent couvreur crabe crapaud cremer crepon cresson cretin creuse creuset crin croc crochet croix
croquet cros cueille cuisinier culot cure cygne cypres dague daim dalle danois danseur dard datte dauphin debonnaire
delice demon denier denis deschamps desert devin diable diamant dieu divin dogue dolent donjon dore dormeur dorure
douce doucet doux doyen dragon drapier dubois duc duchesne dupe dur durand durant duvet ebene ecaille echevin ecuyer
edredon eglise emeraude empereur enfant enfer epee epervier epicier epinard epine equipage ermitage ermite escargot
esclave espagnol esperance esprit estocade etoile etourneau eveque fabre fabrique fagot faible faisan falaise fanal
farine faubourg faucher faucheur faucheux faucille faucon faune fauvette favre fenouil fermier feron ferrand ferrer
ferrier ferry festin feuillage feuillet fidele fier figue figuier filou flamand flamant flambeau flamme flaneur fleche
fleur fleuret fleuriste fleury flores flotte foin folie fondeur fontaine fontaines forain forest forestier foret forge
forgeron forget fort fortin fortune fossey fossoyeur foucher fouet fougere fouille foulard fourchette fourmi fourneau
fournier fournil fourre fourreau fourrier fraise fraisier framboise franc francais franco francois frelon frene frere
friand friche frisson fromage fromager froment fruit fusil gabelle gagnant gagneur gaillard gain galant galet gallois
galop galopin gant gantier garage garance garces garcon gardon garenne garnier garnison garreau garrigue gateau
gaucher gaufre gaule gauthier gazon geai gendre general genet genie genisse gentil gentilhomme genty georges gerbe
germain gibier giraud girofle giroflee giron glacier glaive gloire glorieux gobelet goder godet gond gondolier gorge
gouge goujon goulet gourdin gourmand gourmet gouverneur gracia gracieux grain grand grandjean grange granger gras
gravier gredin greffier grelot grenat grenier grenouille griffon grillon grive grondin gros groseille groseillier
grosse guerin guerite guerre guerrier guet guetteur guidon guillaume habit hache hachette haie halle hameau hanneton
hardi hardy haricot haro harpe haubert hautbois haye heaume hebert herbe herisson heritage hermite heron hetre heure
heureuse heureux hibou hirondelle hiver hongre honnete honneur honore horloger hotte houblon houille housse houx huche
huet huissier humbert humble huppe hussard innocent isard ivoire jacinthe jacobin jacquard jacques jacquet jacquier
jaloux jambe jambon jardin jardinier jarret jars jasmin javelle javelot jean jerez jesus jobard joie joli jolie joly
jonc jonquille jordan jouet jourdain joyeuse joyeux juif juin jumeau jumelle labbe labelle laborde laboureur lache
lacroix laine laitier lama lamas lambert lame lamy lande lange lapin laporte larcher lard larme larmoyer lasalle
lascar latin laurent laurier lavande leblanc leclerc legat leger legrand leroux leroy lesage lettre levain levant
levrier levy libraire liege liegeois lierre lievre lignage lima limier limon limousin lin linge linotte lion lionne
lisiere loir loiseau lombard longuet lorgnette loriot lorrain lotus loup louve louveteau loyal lucas lumiere lune
luthier lutin lys macon madrigal magicien magnier maigre maillard maillet maillot mairie maison maitre majeur malin
malle mandrin manoir mante manteau manuel maraicher marais marbre marbrier marcassin marchal marchand marche marcheur
mare marechal mari mariage marie maries marin mariner marinier marmite marmiton marmotte marques marquez marquis
marquise marron marronnier marsouin marteau martel martin martinet martre mas mascaret masse massif masson massue
matelot materne mathieu mauger maurice mauve medina meilleur melon mena menage menant meneur menthe menu menuisier
mercier merlan merle merlin merveille mesange messager metayer meunerie meunier meuniere meuse michaud michel midi mie
miel mignon milan millet millier minet mineur minier mioche miracle miroir mistral mitaine moine moineau moisson
molinier molle mollet monarque mondain monnier mont montagne montenegro montes morales mordant moreau morel morille
morin mortier motte mouchard mouche mouette moulin mouton muguet mulet mulot muraille murier muscat museau musette
musicien musset musy myrtille nage nain navet navette nectar neige neves neveu nid nivelle noble noel noir noisetier
noisette normand normande nourrisson noyer nuage obscur octave oeillet oger oignon oiseau oiseleur olive olivier onde
opale orage oranger orfevre orge orient orme ormeau ortie orvet oseille osier otage ours oursin page paillasson paille
paillet paillette paix paladin palais palisse pallier palme palmer palombe panneton pantin paon papillon paradis
parent parfumeur paris parmentier parmesan parrain partisan pascal pasquier passage passant passereau passeur passion
pastel pasteque pasteur pastor patineur patissier paul pauvre pave pavillon pavot paysan peau peche pecher pecheur
peigne peintre pelerin pelican pelisse pelleter pelletier pelote penaud penitent pensee pepin perdreau perdrix perez
perle perret perrier perrin perron perroquet perruche pervenche petit petite petitjean peuplier phare philippe phoque
picard pichet pichon pie pierre pieuvre pigeon pilier pillard pilon piment pin pincon pineau pingouin pinson piolet
pion pionnier pique piquet pires pirot pirouette pistache pivert pivoine plaisance plaisant plaisir plana planque
plantier platane platre platrier plomb plombier pluie plumage plume plumet poele poete poil pointu poire poireau
poirier poirot poisson poitevin poitrine poivre pole polo pomme pommeau pommier pompon ponce pons pont porc porche
porcher porta portal porteur portier potage poterie poterne potier potin potter pou pouce poulain poule poulet
poulette poupon pourpre poussin poutre pre precieux predicateur premier pretre prevost prieur prieure prince princesse
printemps procureur prophete prost provencal provost prudent prudhomme prune prunier pucelle puceron puissant pupille
quartier quenouille rabbin rabot ragot raisin ramage rameau ramier ramis ramoneur rampant rateau ravier ravin raymond
raynal rebours recoin regent regnier reinette rempart renard renaud renier requin retif reveillon rey richard riche
richesse rigole rivage rivera rivet riviere robert robin roc roche rocher roda rodeur roger rogue roi roitelet roland
romain roman romarin romero ronce rondeau rondelet roque roquet roquette rosace rosaire rose roseau rosee roseraie
rosette rosier rosiere rosse rossignol rouge rougeaud rouget rouleur rousse rousseau roussel rousset roussette routier
rouvre roux roy royal royaume royer rubis ruche rude ruelle ruisseau rutile sablier sabot sabre sacre sacristain
safran sagesse saison sala salin salle salomon salut salvador samson sanglier sansonnet sapeur saphir sapin sardine
sarrasin satin saule saumon saunier saura saut sauterelle sauteur sauvage savant savary saveur savoie savoyard seguin
seigle seigneur sellier semence semeur sentier sentinelle serein sergent serin seringue serpe serpent serra serre
serrurier servais servant severe sicard sierra simon singe sire sole soleil soler solitaire sommelier sommier songeur
sonnet sonneur sorbier sorcier sou souche soudan soufflet soulier suc suisse superbe sureau tabouret tailleur taillis
talon tambour tambourin tanche tanguy tanneur tapir tapissier tardieu tardif taupe taureau taverne teinturier tellier
tempete temple tenaille tendron terrassier terrier tessier texier thomas tigre tilleul timon tison tisserand tisseur
tissier tissot titan tome tondeur tonneau tonnelier tonnelle tonnerre torchon torrent torrents tortue tour tourelle
tournesol tourneur tournier tournois tourte tourterelle toussaint traineau tranchant tranquille travers trefle treille
tremble treuil tricot tripier trompette trompeur tronc tronche trotteur trousseau truffe truie truite tuile tulipe
urbain usurier vache vacher vaillant vaisseau valet valette vallee vallet vallon vanneau vannier vasseur vautour veau
veilleur velours vendange vendangeur veneur vengeur verdier verdure verge verger vermeil vermeille vermillon verrier
vertu veuf vial vicaire vicomte victoire vidal vienne vigie vigne vigneron vigoureux vilain villa village villain vin
vinaigre vincent viole violet violon vipere visage visionnaire vitrier vivant vives vivier voisin volant voleur
voltigeur voyer vuille weber
"""

WORDS_TOO = frozenset(_NAMES.split())

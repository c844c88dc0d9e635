"""First names that are frequent in countries whose people call, and no words of French, English or of computing.

Folded: no accents, small letters. Left out, though frequent: `amine`, `said`, `elif`, `jan`, `lan`, `min`, `ping`,
`bin`, `son`, `long`, `hong`, `can`, `samba`, `alpha`, `aurora`, `franco`, `santiago`, `salvador` and their like.
"""

from __future__ import annotations

_BY_ORIGIN = (
    # France
    """
    abel adeline agnese albane albertine alexandrine aliette alphonse anatole annabel antoinette antonin arlette
    armand armelle augustin aurele baptiste basile berangere bertille blandine camilla carmen celestine charline
    christiana claudette cyprien daphne delphin dorine edgar edmond eliott elsa emilien ernest ernestine eugene
    evelina fabiola faustine flavie flavien floriane francette fulbert gaspard gauthier gautier georgette germaine
    gilberte giselle guislain gwenael gwendoline gwladys hadrien hector heloise hippolyte huguette ilona isaac
    isabel isidore jocelyn jocelyne jordane joris josselin justin kelly kylian lauriane laurine leandre lena leonce
    leone leontine liam lilou loane luca lucette lucienne ludmila maelys maeva malvina marceau marcelin marilyn
    marilyne marylene maryline marysa mauricette maxim maylis melina mona morgan muriel murielle nathanael nelly
    nestor nicola nino noah noellie norah norman odilon ophelie oriane ornella pascaline perrine philibert philomene
    pierrick prisca priscilla prosper quitterie rafael reynald rodolphe rodrigue romuald roseline roselyne rosine
    ruben samantha samson samy severin simeon soline stanislas sybille sylvette tanguy thelma thomassin timeo
    timothee titouan ulysse valere valerian vianney wilfrid xaviere yael yoan yoann yohann zelie
    """,
    # North Africa
    """
    abdallah abdelaziz abdelfattah abdelhak abdelhamid abdelilah abdelkarim abdelkrim abdellah abdellatif abdelmajid
    abdelmalek abderrahim abderrahman abderrahmane abdessamad achraf adil adnane ahlam aissa allal anouar asma asmaa
    assma ayman aymane azeddine aziz aziza azzedine bachir badr baya belkacem boualem bouchra brahim chafik chaima
    chakib charaf cherif cherifa chokri dalila djamel djamila djibril fadila fadma faiza farah farida farouk fathi
    fatna faycal ferhat fethi fouad fouzia ghania ghizlane habiba hadj hafsa haitham halima hamid hamida hanan
    hanane hassane hassna hayat hedi hind houria houssam hussein ihab ihsane ikram ilham ilias ilyas ilyes imad imen
    imene ismahane ismail issam jalal jalil jaouad jawad kaoutar karam keltoum khadidja khadra khalil khaoula khayra
    kheira lahcen lamia larbi leyla lilia loubna lounes lyes maha mahdi maher mahfoud mahmoud majda majid malek
    malik marouane marwa marwan meriem meryem messaoud mestapha miloud mimoun mohammad mohand mokhtar mouaad mouad
    mouhcine mouloud mouna mounia nabila nacer nacera nadjia nahla najat najib najla naouel naoufel nasser nassera
    nassima nawal nawel nesrine nezha nisrine nizar nordine nouh noureddine nouria othman othmane ouafa oualid
    ouarda ouiza oussama rabah rabha rabia rachida radia radouane rafik ramdane ramzi raouf rayan rayane redouane
    ridha rkia saad sabah sabri safaa safia safiya saida saliha saloua samih samira sanaa selma siham slimane smail
    sonya souad soufiane souhail souhaila soukaina soumaya taha tahar taoufik tarek touria wafa wafaa wahiba wahid
    widad wissam wissem yahia yahya yamina yasmin yassin yassir yazid younes younous yousra yousri yusra zahia zahra
    zakaria zaki zakia zhor ziad zohir zoubida zoubir zoulikha
    """,
    # West Africa
    """
    abdoul abdoulaye abiba adama adebayo adewale adjoa adjoua adwoa affoue aissata akissi akosua akua alassane
    alhassane aliou alioune amadou amara aminata amoin arouna assane assetou astou awa aya babacar bakary bineta
    binta bintou boubacar boubakar bourama chidi chinedu chioma chukwuemeka coumba daouda demba dieynaba djeneba
    djenebou drissa ebrima efua emeka fatim fatimata fatoumata fatoumatou fily fode folashade habibatou hadiatou
    hadja hamadou hamidou harouna hawa ibrahima idriss idrissa ifeoma inoussa issa issouf issoufou kadiatou kadidia
    kadidiatou karamoko khadijatou khady koffi kofi konan korotoumou kouadio kouakou kouame kouassi kwabena kwaku
    kwame kwasi lansana lassana lassina maimouna makan malamine malick mamoudou mariama mariame mariatou massata
    mbaye moctar modou mohamadou moustapha nafissatou ndeye ngozi nnamdi olufemi olumide oluwaseun oumou ousseynou
    penda ramata ramatoulaye rokhaya rokia rokiatou sadio safiatou salif salimata sanata sekou serigne seydou siaka
    sidi sidiki sokhna souleymane temitope tenin thierno tidiane tiecoura tiemoko tiguidanke yacouba yaou yaya
    youssouf youssoupha zeinabou
    """,
    # Turkey
    """
    abdullah adem ahmet alper arzu asli aslihan ayhan aykut aynur ayse aysegul aysel aysen aysun ayten baris bayram
    belgin berk berkay beyza bilge birol bulent burak burcu busra cagla canan cemal cemile cengiz ceren cigdem cihan
    demet deniz derya didem dilara dilek duygu ebru ekrem elvan emine emrah emre erdal erdem erdogan eren erhan
    erkan ersin ertugrul esra fadime fatih fatma ferhan feride feyza figen filiz furkan gamze gokhan gonul gulay
    gulcan gulsah gulsen gulsum gulten hacer hakan halil hanife hasan hasret hatice havva hulya huseyin ilhan ilkay
    ilker irem ismet kaan kadir kemal kerem koray kubra levent mehmet melek meltem memet merve metin mevlut muhammed
    muhammet murat musa necati nese nevin nihat nilgun nuray nurcan nurettin nurhan nurten oguz okan onur orhan
    osman ozan ozcan ozge ozgur ozkan ozlem pelin pinar ramazan recep remzi ridvan sabahattin sedat selami selcuk
    selim selin semra senem serap serdar serkan sevgi sevil sevim seyma sibel sinan songul suleyman suna tahsin
    tamer tarkan tayfun tolga tugba tulay tuncay turgut turkan ugur ulku umit umut unal veli volkan yakup yasemin
    yasin yavuz yeliz yesim yildiz yilmaz yucel yunus yusuf zafer zehra zekeriya zeki zeliha zeynep
    """,
    # Spain and Portugal
    """
    adelaida adriana adriano afonso agostinho agustin albano albertina alberto alejandra alejandro alessandra
    alfonso alfredo alvaro amelia amparo anabela andreia andres antonia antonieta armanda armando artur asuncion
    augusto beatriz belen benito bernardo berta caetano carlota carmela carolina cecilia celso cesar claudio
    conceicao concepcion cristiano cristina cristobal damiao delfina diego dinis diogo domingos duarte edison
    eduarda eduardo elena elvira emilia emilio encarnacion enrique ernesto esperanza esteban eugenia eugenio eusebio
    fabiana feliciano felipe fermin fernanda filipa filipe filomena francisca francisco gabriela gerardo gertrudes
    goncalo gonzalo gregorio guillermo gustavo helder henrique hermina ignacio iker inacio inmaculada itziar jaime
    javier jesus jimena joana joaquim joaquin jordi josefa josefina josue juan juana juliana julio lavinia
    leandro leonel leonor leticia lidia lorena lucia luciano lucinda luisa lurdes macarena madalena mafalda marcelo
    marcia marcos margarida margarita mariana mariano maribel marisa marisol marta matilde mauricio miguel milagros
    miriam moises monica natalia nelson noelia norberto nuno nuria octavio olegario olga pablo patricio pilar
    rafaela raimundo ramiro ramon raquel raul rebeca ricardo rita roberta rocio rodolfo rodrigo rogelio rogerio
    rosalia rosalina rosana rosario rosaura saul sebastian sebastiao sergio silvana silvia simao susana teodoro
    teofilo teresa tiago tomas valentim valeria valerio vasco veronica vicente virgilio virginia vitor vitoria
    viviana ximena xoan yolanda zulmira
    """,
    # Italy
    """
    agostino alessandro alessia alessio angelica angelo annamaria antonella antonello antonietta arianna arturo
    assunta attilio benedetta benedetto bruna camillo carlo carmelo caterina chiara cinzia concetta corrado cosimo
    costanza cristian damiano daria dario debora domenica domenico donatella donatello donato edoardo elisabetta
    emanuela emanuele enrica enrico enza ettore fabio fabrizia fabrizio federica federico ferdinando filippo
    fiorella flavio francesca francesco fulvio gaetano gennaro giacomo giampaolo giancarlo gianfranco gianluca
    gianluigi gianmarco gianna gianni gianpiero gino giorgia giorgio giovanna giovanni giulia giuliana giuliano
    giulio giuseppe giuseppina graziano graziella guglielmo guido ilaria immacolata ivana ivano ivo jacopo lamberto
    letizia livia livio loredana lorella lorenza lorenzo luana lucio ludovica ludovico luigi luigia luigina
    maddalena manlio marcella marcello marco margherita mariangela mariateresa marilena marinella martina
    massimiliano massimo matilda matteo maurizio mauro michela michelangelo milena mirella mirko nicoletta nicolo
    nunzia nunzio oreste orietta ottavio paola paolo pasquale patrizia piera pierluigi piero pietro raffaele
    raffaella renato renzo riccardo rinaldo rocco romina rosanna rosaria ruggero sabina salvatore samuele sandro
    sebastiano serena settimio silvano silvio simona stefania stefano tiziana tiziano tommaso ubaldo umberto
    valentina vincenza vincenzo vito vittoria vittorio
    """,
    # Poland
    """
    adrianna agata agnieszka albin aleksander aleksandra alicja alojzy anastazja andrzej aneta aniela antoni
    apolonia arkadiusz bartlomiej bartosz beata blazej bogdan bogdana bogumil bogumila boguslaw boleslaw bozena
    bronislaw bronislawa cezary czeslaw czeslawa damian danuta dariusz dawid dominik dominika dorota edyta elzbieta
    emil eryk eugeniusz ewa ewelina feliks filip franciszek franciszka genowefa grazyna grzegorz halina hanna henryk
    henryka ignacy irena ireneusz iwona iza izabela jacek jadwiga jakub janina janusz jaroslaw jerzy joachim jolanta
    jozef jozefa julita justyna kacper kajetan kamil kamila karol karolina katarzyna kazimiera kazimierz kinga
    klaudia konrad krystian krystyna krzysztof lech lechoslaw leokadia leszek ludwik lukasz maciej magda magdalena
    malgorzata malwina marcin marek marian mariola mariusz mateusz michal michalina mieczyslaw mieczyslawa mikolaj
    milosz miroslaw miroslawa monika oktawia olgierd oliwia oskar patryk pawel piotr przemyslaw radoslaw rafal
    regina renata roksana ryszard slawomir stanislaw stanislawa stefan sylwester sylwia szymon tadeusz teodor tomasz
    urszula waclaw wanda weronika wieslaw wieslawa wiktor wiktoria wioletta witold wladyslaw wladyslawa wlodzimierz
    wojciech zbigniew zdzislaw zenon ziemowit zofia zuzanna zygmunt
    """,
    # Vietnam, with surnames, which stand first there
    """
    cuong diep dinh giang hanh hieu hoai hoang huong huyen huynh khanh khoa khoi kiet kieu linh minh ngan ngoc nguyen
    nguyet nhat nhung oanh pham phong phuc phuong quang quoc quyen quynh thang thanh thao thien thinh thoa thuan thuong
    thuy toan trang trinh trung truong tuan tuyen tuyet uyen vinh xuan
    """,
    # China
    """
    aiguo baoguo baozhu bingbing bowen chaoyang chunhua chunmei cuiping dawei dongmei fengying fuqiang guifang
    guihua guilan guiying guoliang guoqiang guowei haibo haifeng haitao haiyan haoran haoyu hongmei hongwei huilan
    jiahao jiahui jiajia jianfeng jianguo jianhua jianjun jianming jianping jianwei jiaqi jiawei jiayi jingjing
    jinhua jinlong jinping jiwei junjie lanying lifang lihong lihua lijuan lijun lili liling liming liping liqin
    liwei lixin liying meihua meili meiling mengmeng mengyao minghui mingming mingxia qiang qianqian ruoxi shanshan
    shaohua shufen shuhua shuhui shulan shuping shuqin shuying shuzhen sicheng siyu tingting wei weidong weiguo
    weihong weijun weimin weiming weiwei wenbin wenjie wenjing wenjun wenwen xiaodong xiaofang xiaofeng xiaohong
    xiaohui xiaojie xiaojun xiaolan xiaoli xiaoling xiaolong xiaomei xiaomin xiaoming xiaoping xiaoqing xiaowei
    xiaoxia xiaoyan xiaoying xiaoyu ximei xinyi xinyu xiuhua xiulan xiumei xiuying xiuzhen xueqin xueying yaling
    yanhong yanling yanmei yanping yanyan yawen yifan yihan yingying yixin yongjun yuhan yujie yulan yumei yuqing
    yuting yutong yuxin yuxuan yuzhen zhenhua zhigang zhihao zhihong zhihui zhijun zhimin zhiming zhiqiang zhiwei
    zhiyong zhiyuan zhongming zihan zihao zimo zixuan ziyi
    """,
)

OF_MANY_COUNTRIES = frozenset(name for names in _BY_ORIGIN for name in names.split())
"""What is frequent in France and its neighbours since long stands in `words.FIRST_NAMES`, with these."""

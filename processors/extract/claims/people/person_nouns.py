"""Nouns for people who may be hit, with the role each gives; and words that are no part of one."""

from typing import Final

from processors.extract.lexicon import words

_NOUNS: Final = {
    "soldier": "soldier soldiers troop troops serviceman servicemen servicewoman servicewomen"
    " service-member service-members servicemember servicemembers marine marines sailor sailors"
    " airman airmen airwoman airwomen paratrooper paratroopers conscript conscripts recruit"
    " recruits cadet cadets commando commandos reservist reservists peacekeeper peacekeepers pilot"
    " pilots trooper troopers legionnaire legionnaires infantryman infantrymen private privates"
    " ranger rangers gunner gunners sapper sappers jawan jawans midshipman midshipmen seaman"
    " seamen aviator aviators",
    "personnel": "personnel staff staffer staffers crew crewmen crewman",
    "officer": "officer officers commander commanders general generals colonel colonels captain"
    " captains lieutenant lieutenants major majors sergeant sergeants corporal corporals",
    "official": "official officials",
    "police": "police policeman policemen policewoman policewomen constable constables gendarme"
    " gendarmes",
    "guard": "guard guards guardsman guardsmen sentry sentries watchman watchmen",
    "contractor": "contractor contractors interpreter interpreters",
    "fighter": "fighter fighters militant militants insurgent insurgents rebel rebels jihadist"
    " jihadists jihadi jihadis terrorist terrorists militiaman militiamen operative operatives"
    " separatist separatists guerrilla guerrillas mercenary mercenaries bandit bandits"
    " miscreant miscreants criminal criminals khwarij",
    "attacker": "attacker attackers assailant assailants gunman gunmen bomber bombers infiltrator"
    " infiltrators raider raiders",
    "civilian": "civilian civilians resident residents villager villagers child children woman"
    " women worker workers journalist journalists passenger passengers student students girl"
    " girls boy boys shepherd shepherds farmer farmers employee employees driver drivers docker"
    " dockers reporter reporters trader traders cook cooks cleaner cleaners teacher teachers"
    " bystander bystanders grandmother grandfather mother father shopkeeper shopkeepers vendor"
    " vendors nurse nurses doctor doctors medic medics labourer labourers laborer laborers"
    " technician technicians engineer engineers pupil pupils baby toddler teenager teenagers"
    " fisherman fishermen porter porters monk monks novice novices priest priests imam imams miner"
    " miners fireman firemen firefighter firefighters paramedic paramedics electrician electricians"
    " mechanic mechanics elder elders pensioner pensioners herder herders vigilante vigilantes"
    " infant infants",
    "": "people person persons others men man member members victim victims casualties nationals"
    " citizens servants individuals comrades bodies corpses coffins brothers",
}
ROLE: Final = {word: role for role, text in _NOUNS.items() for word in text.split()}
PLURAL: Final = words("people troops personnel police children crew staff")
TWO_WORDS: Final = {
    ("service", "member"): "soldier",
    ("service", "members"): "soldier",
    ("security", "forces"): "security forces",
    ("security", "force"): "security forces",
    ("revolutionary", "guards"): "guard",
    ("revolutionary", "guard"): "guard",
}
# No adjective: a noun phrase that runs over one of these has gone too far.
STOP: Final = words(
    "a an the this that these those his her its their our my your all both each every no none"
    " i he she it we they you him them who whom whose which what where when while"
    " of in on at by for from with to into onto over under after before during since as than near"
    " against amid following despite and or but nor if because about between"
    " is are was were be been being am has have had do does did will would can could may might must"
    " one two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds"
    " thousand score scores several many few some most"
    " rocket rockets missile missiles drone drones shell shells mortar mortars bomb bombs round"
    " rounds projectile projectiles attack attacks strike strikes raid raids blast blasts explosion"
    " explosions vehicle vehicles aircraft jet jets helicopter helicopters tank tanks building"
    " buildings base bases missions mission hit said killed says told"
)
# Plural nouns that no count of victims ends in.
THINGS: Final = words(
    "deaths injuries fatalities wounds casualties losses killings slayings murders tolls hospitals"
    " houses homes cars trucks lorries boats ships hangars bases posts sites places times days"
    " weeks months years hours minutes provinces regions villages towns cities districts dogs sheep"
    " ewes goats cattle horses camels cows animals warehouses depots tanks fronts sources accounts"
    " reports incidents cases figures weapons rifles munitions sides waves targets positions uavs"
    " shots bangs barracks bunkers metres meters kilometres kilometers miles was is has his this"
    " cylinders lines ways others legs arms eyes hands was goes does says kills wounds injures"
)

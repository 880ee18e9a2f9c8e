"""What members read and watched, and what they asked about it."""

from .kinds import EvidenceText, QuestionText

EVIDENCE: tuple[EvidenceText, ...] = (
    EvidenceText(
        key="who-does-what",
        weekend=1,
        half=0,
        kind="paper",
        title="Who does what to keep a neighbourhood safe",
        summary=(
            "A short guide to what the police do, what the Council does, and what they do together."
        ),
        body=(
            "Many people work to keep a neighbourhood safe. It helps to know who can do "
            "what, because a good idea sent to the wrong office goes nowhere.\n\n"
            "**The police** answer emergency calls, investigate crimes, arrest people and "
            "deal with large events. Waltham Forest is policed together with Newham: the two "
            "boroughs share one command. Some officers belong to a ward team. They are meant "
            "to know one small area well. The Mayor of London's office sets the budget of "
            "the Metropolitan Police and holds it to account.\n\n"
            "**The Council** runs street lighting, parks, youth work, licences for pubs and "
            "shops, council housing and CCTV. It pays for advice to people who suffer hate "
            "or abuse at home. Council staff can give fines for some things, such as "
            "fly-tipping, but they cannot arrest anyone.\n\n"
            "**Both together** must have a plan for community safety. So must the fire "
            "service, probation and the health service. The law says they have to work on "
            "this together.\n\n"
            "**What neither can do alone**\n\n"
            "- Courts decide who is guilty and what the sentence is.\n"
            "- Schools decide their own rules.\n"
            "- Hospitals and family doctors look after people in a mental health crisis.\n"
            "- Neighbours decide whether to look out for each other.\n\n"
            "When you read the other papers, ask three questions. Who would have to do this? "
            "Are they allowed to? What would they have to stop doing? A recommendation that "
            "names one responsible body, and a date, is much harder to forget."
        ),
        position="Neutral",
        minutes=6,
        speaker="brackenbury",
    ),
    EvidenceText(
        key="borough-in-figures",
        weekend=1,
        half=1,
        kind="slides",
        title="The borough in ten figures",
        summary="Who lives in Waltham Forest, in ten figures, and what they do not tell us.",
        body=(
            "## How many of us\n\n"
            "- **278,425** people live in the borough.\n"
            "- They live in about **102,900** households.\n\n"
            "## Who we are\n\n"
            "- About **53 in 100** are White, **20** Asian, **15** Black, **6** of mixed "
            "heritage and **6** of another group.\n"
            "- **36,752** people are disabled. That is 13 in 100.\n"
            "- Of those aged 16 and over, **22 in 100** are under 30, and **6 in 100** are "
            "75 or over.\n\n"
            "## How we live\n\n"
            "- About half of all households own their home or are buying it.\n"
            "- **28 in 100** rent from a private landlord.\n"
            "- **21 in 100** rent from the Council or a housing association.\n\n"
            "## Wards differ\n\n"
            "- The largest ward is Lea Bridge, with **17,060** people.\n"
            "- The smallest is Upper Walthamstow, with **7,397**.\n"
            "- **38 in 100** people live in an area that is among the most deprived in the "
            "country.\n\n"
            "## What figures do not tell us\n\n"
            "Figures about recorded crime count only what someone reported. Where people "
            "trust the police, they report more. So a rise can be bad news or good news. "
            "Figures also say nothing about fear, about kindness, or about what it is like "
            "to wait for a call that does not come. For that we need people to tell us. That "
            "is why you are here."
        ),
        position="Neutral",
        minutes=6,
        speaker="stannard",
        review="changes",
        revised_body=(
            "Each figure now says where it comes from. **C** means Census 2021 (Office for "
            "National Statistics). **D** means the English Indices of Deprivation 2019.\n\n"
            "## How many of us\n\n"
            "- **278,425** people live in the borough (C).\n"
            "- They live in about **102,900** households (C).\n\n"
            "## Who we are\n\n"
            "- About **53 in 100** are White, **20** Asian, **15** Black, **6** of mixed "
            "heritage and **6** of another group (C).\n"
            "- **36,752** people are disabled, as the Equality Act defines it. That is 13 in "
            "100 (C).\n"
            "- Of those aged 16 and over, **22 in 100** are under 30, and **6 in 100** are "
            "75 or over (C, ages rounded).\n\n"
            "## How we live\n\n"
            "- About half of all households own their home or are buying it (C).\n"
            "- **28 in 100** rent privately or live rent free (C).\n"
            "- **21 in 100** rent from the Council or a housing association (C).\n\n"
            "## Wards differ\n\n"
            "- The largest ward is Lea Bridge, with **17,060** people (C).\n"
            "- The smallest is Upper Walthamstow, with **7,397** (C).\n"
            "- **38 in 100** people live in small areas that are among the 30% most deprived "
            "in England (D, with residents from C).\n\n"
            "## What figures do not tell us\n\n"
            "Figures about recorded crime count only what someone reported. Where people "
            "trust the police, they report more. So a rise can be bad news or good news. "
            "Figures also say nothing about fear, about kindness, or about what it is like "
            "to wait for a call that does not come. For that we need people to tell us. That "
            "is why you are here."
        ),
    ),
    EvidenceText(
        key="day-on-the-ward",
        weekend=1,
        half=1,
        kind="transcript",
        title="Film: a day on the ward",
        summary="A sergeant describes a late shift of a ward team. Words of a short film.",
        body=(
            "**00:00** I am Folasade Quickfall. I am a sergeant and I look after ward teams. "
            "People ask me what we do all day. So here is a Thursday in January, a late "
            "shift.\n\n"
            "**00:35** At two o'clock we read what happened overnight. A shed was broken "
            "into. A neighbour dispute got loud. A woman was followed from the bus. We agree "
            "who calls whom. Calling back is the part of the job that nobody sees.\n\n"
            "**01:30** At three we are at the school gates. Not to catch anyone. We stand "
            "near the bus stop and say hello. After two years the children know our names. A "
            'boy told us last spring that his friend carried a knife "for show". We got to '
            "that friend before something happened. No camera would have told us that.\n\n"
            "**02:40** At half past four the radio goes. There is a protest in central "
            "London and two of us have to go. That leaves me and one constable for the ward. "
            "The visits we had planned do not happen. We ring people to say sorry, if there "
            "is time.\n\n"
            "**03:45** At seven we walk the market, the station and the path by the park. "
            "People stop us. Half of it is bins, to be honest, and I pass it on. The other "
            "half is who is selling what, and where.\n\n"
            "**04:50** What would I ask you for? Not a new badge or a new car. Leave us "
            "where we are. It takes a year to get to know a ward. It takes one posting to "
            "lose it."
        ),
        position="More officers on foot",
        minutes=6,
        speaker="quickfall",
    ),
    EvidenceText(
        key="foot-patrol",
        weekend=2,
        half=2,
        kind="paper",
        title="What officers on foot can do, and what they cannot",
        summary=(
            "What research on foot patrols has found, and what it means for wards of "
            "different size."
        ),
        body=(
            "People often ask for more officers on foot. Does it work? The honest answer is: "
            "it depends on where they walk and what they do.\n\n"
            "**What studies have found.** Walking about at random changes little. Walking "
            "often through a few small places where most of the trouble happens can bring it "
            "down. The trouble does not simply move round the corner, as many fear, or only "
            "some of it does. The effect fades when the patrols stop.\n\n"
            "**What else it does.** Officers who talk to people, and come back to say what "
            "they did, tend to be trusted more. Officers who only stop and search people can "
            "make trust worse. So the question is not just how many officers, but what they "
            "do with their time.\n\n"
            "**What it means here.** If each ward had a team of three, one officer in Lea "
            "Bridge would have about 5,700 residents. One in Upper Walthamstow would have "
            "about 2,500. Equal teams are not equal for everyone.\n\n"
            "**What it cannot do.** Foot patrols do little about fraud, abuse at home or "
            "crime online. Those happen behind doors and screens.\n\n"
            "**My view.** I would have more officers on foot, in few and well-chosen places, "
            "for at least two years, with time to talk. I would measure two things: harm, "
            "and whether people say that officers treat them fairly. If only one of them "
            "gets better, something is wrong."
        ),
        position="More officers on foot",
        minutes=6,
        speaker="farrukh",
        review="changes",
        revised_body=(
            "People often ask for more officers on foot. Does it work? The honest answer is: "
            "it depends on where they walk and what they do.\n\n"
            "**What studies have found.** Walking about at random changes little. Walking "
            "often through a few small places where most of the trouble happens can bring it "
            "down. The trouble does not simply move round the corner, as many fear, or only "
            "some of it does. The effect fades when the patrols stop. Most of these studies "
            "were done in the United States and in larger English cities. None was done in "
            "Waltham Forest.\n\n"
            "**What else it does.** Officers who talk to people, and come back to say what "
            "they did, tend to be trusted more. Officers who only stop and search people can "
            "make trust worse. So the question is not just how many officers, but what they "
            "do with their time.\n\n"
            "**What it means here.** Suppose each ward had a team of three (an invented "
            "figure for this demonstration). Then one officer in Lea Bridge, with 17,060 "
            "residents, would have about 5,700 of them. One in Upper Walthamstow, with "
            "7,397, would have about 2,500. The numbers of residents come from Census 2021. "
            "Equal teams are not equal for everyone.\n\n"
            "**What it cannot do.** Foot patrols do little about fraud, abuse at home or "
            "crime online. Those happen behind doors and screens.\n\n"
            "**My view.** I would have more officers on foot, in few and well-chosen places, "
            "for at least two years, with time to talk. I would measure two things: harm, "
            "and whether people say that officers treat them fairly. If only one of them "
            "gets better, something is wrong."
        ),
    ),
    EvidenceText(
        key="shopkeepers-note",
        weekend=1,
        half=2,
        kind="note",
        title="A shopkeeper's week",
        summary=(
            "The owner of a hardware shop writes down one week of thefts, threats and visits."
        ),
        body=(
            "I was asked to write down one week in my shop. Here it is, as it was.\n\n"
            "**Monday.** A man takes a drill and walks out. I know his face. I send in the "
            "report online at lunch. I get a number.\n\n"
            "**Tuesday.** Quiet. I order a glass cabinet with a lock for the drills. It "
            "costs £340 (an invented figure for this demonstration). Customers do not like "
            "asking for a key. Some leave.\n\n"
            "**Wednesday.** The ward officer comes by. It is a new one. She is nice and asks "
            "good questions. I tell her about Monday. She did not know. She is the fourth in "
            "three years (an invented figure for this demonstration). Each time I start "
            "again from the beginning.\n\n"
            "**Thursday.** Two boys shout at my assistant because she asks for their age. "
            "She is nineteen. She goes home shaking. I do not report it. What would I "
            "say?\n\n"
            "**Friday.** My neighbour at the bakery says the same man came to her. We work "
            "out that he has been to five shops. None of us knew of the others.\n\n"
            "**Saturday.** We pay a private guard, five shops together. It helps. But he "
            "cannot arrest anyone, and when he goes at six, it starts again.\n\n"
            "**Sunday.** I think about it. I do not want a policeman at my door every hour. "
            "I want one person who knows the street, who stays, and who joins up five small "
            "reports into one big one. And I want someone to tell me what happened to my "
            "drill."
        ),
        position="More officers on foot",
        minutes=5,
        speaker="hartnoll",
    ),
    EvidenceText(
        key="why-earlier",
        weekend=2,
        half=1,
        kind="paper",
        title="Why it pays to begin earlier",
        summary=(
            "A youth worker on what happens between four and nine in the evening, and what helps."
        ),
        body=(
            "By the time a police officer meets a fifteen-year-old with a knife, many adults "
            "have missed many chances. I do not say that to blame anyone. I say it because "
            "it shows where we could start.\n\n"
            "**Between four and nine.** School ends in the afternoon. Many parents are at "
            "work until the evening. In between, young people are somewhere: at home alone, "
            "at a chicken shop, on a staircase, on a phone. Most of them do nothing wrong. "
            "Some of them are frightened. A few carry something because they are "
            "frightened.\n\n"
            "**What helps.** Three things come back in what young people tell us, and in "
            "what research finds.\n\n"
            "- *A place.* Warm, free, near, and open when it is needed, also in the "
            "holidays.\n"
            "- *A person.* The same adult for years, not a new project each spring.\n"
            "- *A step.* Something that leads on: a course, a job on Saturdays, a driving "
            "licence.\n\n"
            "**What does not help.** Talks that only frighten. Projects that end after a "
            "year, when trust has just begun. Telling a child who has been hurt that he is a "
            "suspect.\n\n"
            "**What it costs.** One youth worker and a room for a year cost about £60,000 "
            "(an invented figure for this demonstration). It is a lot of money. A single "
            "serious stabbing costs the hospital, the courts and the prison far more, and "
            "costs a family everything.\n\n"
            "**My view.** Put the next pound into the years before. It is slower, and nobody "
            "gives you a medal for what did not happen."
        ),
        position="Prevention first",
        minutes=6,
        speaker="nkemelu",
    ),
    EvidenceText(
        key="that-boy",
        weekend=2,
        half=1,
        kind="transcript",
        title="Film: I was that boy",
        summary=(
            "A mentor tells how he got into trouble, and who got him out. Words of a short film."
        ),
        body=(
            "**00:00** My name is Tariq. I am thirty-four and I fix boilers. On two evenings "
            "a week I sit with young men who remind me of someone.\n\n"
            "**00:30** I grew up in Walthamstow. My mum cleaned offices at night. I was not "
            "a bad kid. I was a bored kid. At thirteen an older boy gave me trainers. That "
            "is how it starts. Nobody tells you it is a loan.\n\n"
            "**01:20** At fourteen I was robbed on the way home. They took my phone and my "
            "coat. I never told the police. You know why? I thought they would ask what I "
            "was doing there. So I started to carry a knife. Not to hurt anyone. To get "
            "home.\n\n"
            "**02:15** At nineteen I went to prison. I am not going to tell you what for. "
            "Somebody was hurt, and I think of him every day. He did not ask to be part of "
            "my story.\n\n"
            "**03:00** Who helped? A teacher who wrote to me. Real letters. And a man called "
            "Winston, who had been inside himself. He met me at the gate. He said, "
            '"Breakfast?" That was all. He was there each Tuesday for two years.\n\n'
            "**04:10** I also remember one police officer. He came to the club on Fridays to "
            "play table tennis. He was terrible at it. When my cousin was in danger, that is "
            "who I rang. Because he was rubbish at table tennis, and he had turned up.\n\n"
            "**05:10** So what do I want from you? Be there before. And be there for longer "
            "than you think."
        ),
        position="Prevention first",
        minutes=6,
        speaker="wolstenholme",
    ),
    EvidenceText(
        key="light-and-sight",
        weekend=1,
        half=2,
        kind="slides",
        title="Light, sight and people: making places safer",
        summary=("How lighting, hedges, benches and opening hours change what happens in a place."),
        body=(
            "## A place can invite trouble, or not\n\n"
            "- Can you see ahead, and be seen?\n"
            "- Are other people about?\n"
            "- Does the place look as if somebody cares for it?\n"
            "- Is there more than one way out?\n\n"
            "## Small things that help\n\n"
            "- **Light** that is even. One very bright lamp makes the dark beside it "
            "darker.\n"
            "- **Hedges** cut to waist height along paths.\n"
            "- **Benches** where people pass, not in corners.\n"
            "- **Doors** of blocks of flats that close by themselves, and are repaired "
            "within days.\n"
            "- **Shops and cafés** that stay open near stations in the evening.\n\n"
            "## Things that can go wrong\n\n"
            "- Light shines into bedrooms. Bats and birds need the dark, above all by the "
            "forest and the marshes.\n"
            "- Taking benches away moves young people on, and also tires out older "
            "people.\n"
            "- A gate makes one street feel safer and the next one further away.\n\n"
            "## How we choose today\n\n"
            "We act on reports and on accidents. Streets where people report a lot get more. "
            "Streets where people have given up reporting get less. That is a weakness.\n\n"
            "## A better way?\n\n"
            "A walk after dark with those who use the path: women coming home from late "
            "shifts, a wheelchair user, a teenager, a caretaker. It takes an hour and a "
            "clipboard. Last year we tried four walks (an invented figure for this "
            "demonstration). On each of them we learned something that no map had shown "
            "us."
        ),
        position="Prevention first",
        minutes=5,
        speaker="iqbal-moss",
    ),
    EvidenceText(
        key="two-stops",
        weekend=1,
        half=3,
        kind="transcript",
        title="Film: two stops",
        summary=(
            "A resident describes two times she was stopped and searched. Words of a short film."
        ),
        body=(
            "**00:00** I am Kezia. I am twenty-six. I have been stopped and searched twice. "
            "I want to tell you about both, because they were so different.\n\n"
            "**00:25** The first time I was sixteen. I was coming home from hockey with a "
            'long bag. Two officers got out of a car. One said, "What\'s in the bag?" I '
            'said, "A hockey stick." He said, "We\'ll see about that." They tipped it all '
            "out on the pavement. My shin pads, my books, my tampons. People I know walked "
            "past. They found a hockey stick. They got back in the car. Nobody said sorry. "
            "Nobody said why.\n\n"
            "**01:50** I did not sleep well for a while. My dad wanted to complain. We wrote "
            'a letter. Eleven months later we got an answer that used the word "procedure" '
            "nine times (invented figures for this demonstration).\n\n"
            '**02:40** The second time I was nineteen. An officer said, "My name is Owen, I '
            "am from the ward team. Someone has been robbed by a person in a green coat, and "
            "you have one too. I would like to search your pockets. You can have a record of "
            "it. Are you all right with doing it here, or over there where it is "
            'quieter?"\n\n'
            "**03:35** It took four minutes. I was still annoyed. But I walked home as "
            "myself.\n\n"
            "**04:10** The law was the same both times. The person was the same, me. What "
            "was different was whether somebody saw a human being. You can train that. You "
            "can also check it, because they wear cameras."
        ),
        position="Trust and fairness",
        minutes=6,
        speaker="dunmore-ali",
    ),
    EvidenceText(
        key="what-fairness-does",
        weekend=1,
        half=3,
        kind="paper",
        title="What fairness does",
        summary=(
            "Why people obey the law and help the police, and what stop and search has to do "
            "with it."
        ),
        body=(
            "Why do people obey the law? Fear of being caught is one reason. Studies in many "
            "countries find a stronger one: people obey and help when they feel that those "
            "in charge treat them fairly.\n\n"
            "**Four parts of fairness.** Researchers speak of four things.\n\n"
            "1. *A voice.* You can say your side before something is decided.\n"
            "2. *An even hand.* The same rules hold for everyone.\n"
            "3. *Respect.* You are spoken to as an adult.\n"
            "4. *Good reasons.* You believe that the officer wants to protect, not to "
            "win.\n\n"
            "People can accept a decision that goes against them if these four are there. "
            "And they may resent one that goes in their favour if they are not.\n\n"
            "**Stop and search.** The law lets officers search a person if they have "
            "reasonable grounds to suspect, for example, a weapon or drugs. Officers must "
            "say who they are, why they search and what they look for. You have a right to a "
            "written record. In London, Black people are searched more often than White "
            "people for their number. People disagree on why. Nobody should be content with "
            "it.\n\n"
            "**What we know and do not know.** Some searches find weapons and may save "
            "lives. A large rise in searches has not been shown to bring a large fall in "
            "violence. Unfair searches have a cost that appears in no budget: a witness who "
            "stays silent.\n\n"
            "**My view.** Do not choose between safety and fairness. In the long run you get "
            "neither without the other. Ask for reasons to be given, written down and looked "
            "at by people from outside."
        ),
        position="Trust and fairness",
        minutes=6,
        speaker="bellweather",
    ),
    EvidenceText(
        key="cell-visitor",
        weekend=1,
        half=3,
        kind="note",
        title="Notes of a volunteer who checked on the cells",
        summary="What a volunteer saw when she called at police cells without warning.",
        body=(
            "For six years (an invented figure for this demonstration) I was a volunteer who "
            "visits people in police cells. We came in pairs, without notice, at any hour. "
            "We asked people held there how they were being treated, and wrote down what we "
            "saw. We had no power to let anyone go. We had the power to look.\n\n"
            "**What I saw.** Mostly I saw tired people doing a hard job decently. I saw an "
            "officer fetch a copy of the Koran at three in the morning. I saw another one "
            "find a cell close to the desk for a boy who could not stop crying. I also saw a "
            "woman wait nine hours for her medicine, because two computers did not talk to "
            "each other. When we wrote that down, it was put right within a month.\n\n"
            "**What I learned.**\n\n"
            "- Looking changes things. Staff told us they were glad of it, once they saw "
            "that we were fair.\n"
            "- Outsiders must be ordinary people, and must change now and then. After six "
            "years I knew everyone's first name. It was time to go.\n"
            "- What is written down must be answered. A report that nobody has to answer is "
            "a diary.\n"
            "- Praise belongs in it too.\n\n"
            "**Why I tell you.** You will hear ideas about panels that look at searches or "
            "at films from body cameras. I know nothing about searches. But I know this way "
            "of working, and it is neither a threat to the police nor a favour to them. It "
            "is housekeeping."
        ),
        position="Trust and fairness",
        minutes=5,
        speaker="veerasamy",
    ),
    EvidenceText(
        key="after-the-call",
        weekend=2,
        half=0,
        kind="transcript",
        title="Film: after the call",
        summary=(
            "A resident whose home was burgled twice speaks about the weeks that followed. "
            "Words of a short film."
        ),
        body=(
            "**00:00** Ambrose Tulloch, Highams Park. I am seventy-one and I repair clocks. "
            "We were burgled in November, and again in January.\n\n"
            "**00:30** The first time they took my wife's jewellery. She died four years "
            "ago. It was worth little. I used to hold the brooch when I wound the clocks in "
            "the evening. That is the thing about burglary. They do not know what they are "
            "taking.\n\n"
            "**01:20** I rang. A young woman was very kind on the phone. An officer came the "
            "next day and looked at the window. He gave me a leaflet and a number. After "
            "that I heard nothing for five weeks (an invented figure for this "
            "demonstration).\n\n"
            "**02:05** I am not a fool. I know they cannot find every brooch. But each time "
            "the phone rang I thought: that will be them. In the end I rang myself. I was "
            "told that the case was closed. It had been closed for a month. Nobody had "
            "thought that I would like to know.\n\n"
            "**03:00** The second time they came through the same window. I had not had it "
            "changed. I had waited for advice on locks, you see.\n\n"
            "**03:40** A lady from the next street began to look in on me. Now there are "
            "nine of us (an invented figure for this demonstration). We have a list and a "
            "kettle.\n\n"
            "**04:30** If you ask me what I want, it is one name. One person who rings me "
            "when they said they would, even to say: no news, Mr Tulloch. That costs nothing "
            "but a note in a diary."
        ),
        position="Victims first",
        minutes=6,
        speaker="tulloch",
    ),
    EvidenceText(
        key="reporting-hate",
        weekend=2,
        half=0,
        kind="paper",
        title="Why people do not report, and what helps them to",
        summary=(
            "An adviser on abuse and hate: five reasons for silence, and what makes it "
            "easier to speak."
        ),
        body=(
            "Most people who come to us have never spoken to the police. It takes them a "
            "long time to come even to us. Here is what they say.\n\n"
            "**Five reasons for silence**\n\n"
            '1. *"It will not change anything."* They, or a cousin, reported once and '
            "never heard back.\n"
            '2. *"It will get worse."* The person who harms them lives upstairs, or in the '
            "same bed.\n"
            '3. *"They will not believe me."* Or they will ask what I wore, or what papers '
            "I have.\n"
            '4. *"I have to tell it again and again."* To the call taker, the officer, the '
            "detective, the housing office, the doctor, the court.\n"
            '5. *"It is too small."* A word on the bus. A look. Eggs on the door, '
            "again.\n\n"
            "**What helps**\n\n"
            "- One named adviser, who is not a police officer, from the first day to the "
            "last.\n"
            "- A place that does not look like a police station. A library will do. So will "
            "a clinic.\n"
            "- An interpreter who is a professional and not the neighbour's son.\n"
            "- Telling the story once, properly written down, and passed on if she "
            "agrees.\n"
            "- Small things counted together. Ten small things at one door are one big "
            "thing.\n\n"
            "**What it takes.** One adviser can stand by about thirty people at a time (an "
            "invented figure for this demonstration). The choice of whether to go to court "
            "must stay with the person. A good service does not push her. It waits at her "
            "side.\n\n"
            "**My view.** Before you ask for more arrests, ask who is holding the hand of "
            "the person who has to give evidence."
        ),
        position="Victims first",
        minutes=6,
        speaker="penhallow",
    ),
    EvidenceText(
        key="keeping-people-informed",
        weekend=2,
        half=0,
        kind="slides",
        title="Keeping people informed: what the police promise and where it fails",
        summary=(
            "A detective inspector on what victims are entitled to, why it goes wrong and "
            "what he would change."
        ),
        body=(
            "## What you are entitled to\n\n"
            "There is a national code for victims. It says, among other things, that you "
            "should\n\n"
            "- be understood, and have an interpreter if you need one\n"
            "- be told about help and about the case\n"
            "- be able to make a statement on how the crime has affected you\n"
            "- be told why, if nobody is charged.\n\n"
            "## Where it fails\n\n"
            "- A case passes from the officer at your door to a team, and then to another "
            "team. At each step a promise can fall on the floor.\n"
            "- Officers work shifts. You ring on Tuesday, I am off until Friday.\n"
            "- Our computers record *that* we rang you. They do not record whether it "
            "helped.\n"
            "- Detectives carry too many cases. In the example I show you it is 22 at once "
            "(an invented figure for this demonstration).\n\n"
            "## What we tried\n\n"
            "For three months one clerk in one team did nothing but ring people back. "
            "Complaints fell by about a third (invented figures for this demonstration). "
            "Then the post was needed elsewhere.\n\n"
            "## What I would change\n\n"
            "1. One named contact for people who are harmed again and again. Not for every "
            "stolen bicycle: that would break us.\n"
            "2. The victim chooses how to be told: phone, text or letter.\n"
            "3. A closed case is closed by a conversation, not by a click.\n\n"
            "## What I ask of you\n\n"
            'Please say plainly who should come first. If you say "everyone", we will go '
            "on as now."
        ),
        position="Victims first",
        minutes=6,
        speaker="kandola",
    ),
    EvidenceText(
        key="who-sets-the-list",
        weekend=2,
        half=3,
        kind="paper",
        title="Who sets the list?",
        summary=(
            "Four ways to let residents set what their ward team works on, with good and "
            "weak points."
        ),
        body=(
            "Every ward team has a short list of what it works on. Who decides what is on "
            "it? There are several ways. None is perfect.\n\n"
            "| Way | Good | Weak |\n"
            "|---|---|---|\n"
            "| Officers decide | Quick, uses what they know | Residents do not see why |\n"
            "| An open meeting | Anyone can come | The same few come |\n"
            "| An online poll | Many can take part | Easy to flood, leaves some out |\n"
            "| A panel drawn by lot | Looks like the ward, has time to think | Costs money, "
            "needs support |\n\n"
            "**Who is missing.** Open meetings tend to draw people who are older, own their "
            "home and have free evenings. In Waltham Forest about half of all households "
            "rent, and 22 in 100 people aged 16 and over are under 30 (Census 2021). If they "
            "are not in the room, their streets slip down the list.\n\n"
            "**What makes any of them work**\n\n"
            "- *A real choice.* Tell people what cannot be changed, and then let them change "
            "the rest.\n"
            "- *Three things, not ten.* A list of ten is no list.\n"
            "- *An answer.* At the next meeting the team says what it did, what came of it, "
            "and what it could not do.\n"
            "- *A change of seats.* A panel where the same people sit for ten years becomes "
            "an office.\n\n"
            '**A warning.** A majority can ask for something unfair, for example to "do '
            'something about" a group of young people who have done nothing. Any panel '
            "needs a rule: it may name places and problems, never people.\n\n"
            "**My view.** Mix them: open meeting for ideas, small drawn panel to choose, "
            "everything in public."
        ),
        position="Local say",
        minutes=6,
        speaker="oduya",
    ),
    EvidenceText(
        key="reached-and-heard",
        weekend=2,
        half=3,
        kind="note",
        title="Reached and heard: notes of disabled residents",
        summary=(
            "Eight disabled residents on how hard it is to reach the police, and to be asked "
            "what matters."
        ),
        body=(
            "Eight of us from the Level Path Disability Network met on a Sunday and wrote "
            "this together. 36,752 people in the borough are disabled. We speak only for "
            "eight of them.\n\n"
            "**Reaching someone**\n\n"
            "- One of us is deaf. The number for non-emergencies is a phone number. She "
            "knows about texting in an emergency, but you have to register first, and nobody "
            "had told her.\n"
            "- One of us cannot speak when he is upset. He carries a card. An officer once "
            "took it for rudeness.\n"
            "- One of us has a learning disability. A man came to her flat each pension day "
            "and called himself her friend. It took a year before someone gave it the right "
            "name.\n"
            "- Three of us were told to come to a meeting about safety. It was upstairs.\n\n"
            "**What is taken as small**\n\n"
            "Being shouted at for using a bay. A hand on the wheelchair. A scooter across "
            "the dropped kerb. Each is small. Together they make you stay at home. And if "
            "you stay at home, nobody records a crime, and the figures look fine.\n\n"
            "**What we ask**\n\n"
            "1. Tell every resident how to reach the ward team without a phone call.\n"
            "2. Hold no meeting that one of us cannot get into, or follow.\n"
            "3. Do not ask us once a year in a group of our own. Ask us when you ask "
            "everybody.\n"
            "4. Let us be on the panel. We know the pavements better than anyone.\n\n"
            "We do not want to be looked after. We want to be asked."
        ),
        position="Local say",
        minutes=6,
        speaker="karunaratne",
        review="changes",
        revised_body=(
            "Eight of us from the Level Path Disability Network met on a Sunday and wrote "
            "this together. Census 2021 counted 36,752 disabled people in the borough, as "
            "the Equality Act defines it. We speak only for eight of them, and we were not "
            "chosen by lot.\n\n"
            "**Reaching someone**\n\n"
            "- One of us is deaf. The number for non-emergencies is a phone number. She "
            "knows about texting in an emergency, but you have to register first, and nobody "
            "had told her.\n"
            "- One of us cannot speak when he is upset. He carries a card. An officer once "
            "took it for rudeness.\n"
            "- One of us has a learning disability. A man came to her flat each pension day "
            "and called himself her friend. It took a year before someone gave it the right "
            "name.\n"
            "- Three of us were told to come to a meeting about safety. It was upstairs.\n\n"
            "**What is taken as small**\n\n"
            "Being shouted at for using a bay. A hand on the wheelchair. A scooter across "
            "the dropped kerb. Each is small. Together they make you stay at home. And if "
            "you stay at home, nobody records a crime, and the figures look fine. This is "
            "our experience; we know of no count of it.\n\n"
            "**What we ask**\n\n"
            "1. Tell every resident how to reach the ward team without a phone call.\n"
            "2. Hold no meeting that one of us cannot get into, or follow.\n"
            "3. Do not ask us once a year in a group of our own. Ask us when you ask "
            "everybody.\n"
            "4. Let us be on the panel. We know the pavements better than anyone.\n\n"
            "We do not want to be looked after. We want to be asked."
        ),
    ),
    EvidenceText(
        key="who-decides-on-cameras",
        weekend=2,
        half=3,
        kind="paper",
        title="New tools: who should decide?",
        summary=(
            "Cameras that recognise faces are used in London. Both sides of the case, and "
            "who should have a say."
        ),
        body=(
            "Some police vans in London carry cameras that compare the faces of people who "
            "pass with a list of people the police look for. Our forum argued about it for "
            "two evenings. We did not agree. So here are both sides, as fairly as we could "
            "write them.\n\n"
            "**For**\n\n"
            "- It can find a person wanted for a serious crime in a crowd, in seconds.\n"
            "- An officer still decides whether to speak to them.\n"
            "- Faces of people who are not on the list are deleted at once, the police "
            "say.\n"
            '- A mother in our forum said: "If it finds the man who hurt my daughter, scan '
            'me every day."\n\n'
            "**Against**\n\n"
            "- Everybody who passes is checked, though nearly all have done nothing.\n"
            "- Mistakes happen. How often, and to whom, depends on the settings.\n"
            "- It changes how it feels to walk to a march, a mosque, a clinic or a court.\n"
            '- A young man in our forum said: "I have been mistaken for someone else all my '
            'life, by people."\n\n'
            "**Who decides today**\n\n"
            "The police decide where the vans go, within the law and their own published "
            "rules. They need not ask the Council or residents.\n\n"
            "**What could be different**\n\n"
            "1. Nothing: leave it to the police.\n"
            "2. Tell: announce each use before, publish the results after.\n"
            "3. Ask: hold an open consultation in the borough before the first use.\n"
            "4. Forbid: which only Parliament or a court could do.\n\n"
            "Our forum did agree on one sentence. People who are watched should know who "
            "decided it, and how to object."
        ),
        position="Local say",
        minutes=5,
        speaker="okeke-byrne",
    ),
    EvidenceText(
        key="what-it-costs",
        weekend=3,
        half=0,
        kind="note",
        title="What ideas like yours would cost, and who can decide",
        summary=(
            "A finance officer on ten ideas from the first weekend and the survey: money and "
            "powers."
        ),
        body=(
            "On the first weekend you asked what things would cost and who could say yes. I "
            "took ten ideas from your tables and from the survey. You will write your own, "
            "so read these as a guide. I take no side. All sums below are invented figures "
            "for this demonstration. They are for one year.\n\n"
            "| Idea | Who can decide | About |\n"
            "|---|---|---|\n"
            "| Officers who stay | Police | No new money, but other teams lose |\n"
            "| Answer in five days | Police and Council | £45,000 for one post |\n"
            "| Residents set priorities | Police and Council | £30,000 for panels |\n"
            "| Review of searches | Police, with the Council as host | £20,000 |\n"
            "| Youth worker and safe place | Council | £240,000 for four |\n"
            "| One named person | Police and Council | £110,000 for two advisers |\n"
            "| Safer ways home | Council | £90,000, then less |\n"
            "| Learning the borough | Police | £10,000 and officers' time |\n"
            "| Extra officers | Council pays, police agree | £540,000 for six |\n"
            "| Asking about cameras | Police decide, Council can ask | £15,000 |\n\n"
            "**How to read this**\n\n"
            "- *No new money* never means free. Somebody stops doing something else.\n"
            "- The Council must balance its budget every year by law. A new cost needs a "
            "saving or an income.\n"
            "- Money from a grant ends. Ask what happens the year after.\n"
            "- The Council cannot order the police to do anything. It can ask in public, and "
            "it can pay for some things.\n\n"
            "**What tends to help an answer**\n\n"
            "Name one body for each part. Give a date. Say what you would accept if the full "
            "idea is not possible. And say which of your ideas matters most to you, because "
            "the first question in any budget meeting is: what comes first?"
        ),
        position="Neutral",
        minutes=6,
        speaker="pellew",
    ),
)

QUESTIONS: tuple[QuestionText, ...] = (
    QuestionText(
        evidence="who-does-what",
        question=(
            "If the Council and the police both have to work on safety, who do I blame when "
            "nothing happens?"
        ),
        answer=(
            "A fair question. For a crime and how it is investigated, it is the police. For "
            "lights, parks, CCTV and youth work, it is the Council. For the joint plan it is "
            "both, and the plan is on the Council's website with a named officer for each "
            "part. If you are not sure, ask either one: they should pass it on and tell you "
            "that they have."
        ),
    ),
    QuestionText(
        evidence="foot-patrol",
        question=("You say trouble does not just move round the corner. How can anyone know that?"),
        answer=(
            "Researchers also count what happens in the streets next to the patrolled ones, "
            "and compare both with similar places that had no patrol. In most studies the "
            "streets next door stayed the same or got a little better. In some, part of the "
            "trouble did move. I would expect it to differ from place to place, so measure "
            "it here as well."
        ),
    ),
    QuestionText(
        evidence="two-stops",
        question="Was anything done about the officers in the first stop?",
        answer=(
            "Kezia's complaint was closed with no action against them. She told us that she "
            "was offered a meeting two years later and said no. The police told us that "
            "today a supervisor would look at the film from the body camera after such a "
            "complaint. There were no body cameras at the time."
        ),
    ),
    QuestionText(
        evidence="why-earlier",
        question=(
            "Is it not unfair to give clubs to those who cause trouble and nothing to those "
            "who behave?"
        ),
        answer=(
            "The clubs are open to everybody, and most who come have never been in trouble. "
            "That is what makes them work: a club only for those in trouble is not one you "
            "want to be seen in. You are right that we must not reward a bad start. What we "
            "offer is time with an adult, and I would like every child to have that."
        ),
    ),
    QuestionText(
        evidence="keeping-people-informed",
        question="Why did you stop ringing people back if it worked?",
        answer=(
            "The clerk's post was paid for three months only. When the money ended we had to "
            "choose between that post and one that takes statements from children. I would "
            "make the same choice again, but I did not like it. We kept one thing: the team "
            "now rings before a case is closed."
        ),
    ),
    QuestionText(
        evidence="who-decides-on-cameras",
        question="Have the vans with face cameras been used in Waltham Forest?",
        answer=(
            "We asked the police. They said that they publish the places and dates of each "
            "use on their website, and that anyone can look them up there. The forum has "
            "chosen not to give a number here, because it changes. If you cannot use the "
            "website, ask a facilitator and we will look together."
        ),
    ),
)

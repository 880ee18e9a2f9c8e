"""Who spoke, and what happened when, over three weekends."""

from .kinds import HalfDayText, ItemText, SpeakerText, WeekendText

SPEAKERS: tuple[SpeakerText, ...] = (
    SpeakerText(
        key="brackenbury",
        name="Temperance Brackenbury",
        post="Head of Community Safety",
        organisation="Waltham Forest Council",
        sector="council",
        position="Neutral",
        interests="Paid by the Council. Her team wrote the borough's community safety plan.",
    ),
    SpeakerText(
        key="iqbal-moss",
        name="Haroon Iqbal-Moss",
        post="Streets and Lighting Manager",
        organisation="Waltham Forest Council",
        sector="council",
        position="Prevention first",
        interests="Paid by the Council. Manages the budget for street lighting.",
    ),
    SpeakerText(
        key="okwuosa",
        name="Chidinma Okwuosa-Reid",
        post="Youth Services Manager",
        organisation="Waltham Forest Council",
        sector="council",
        position="Prevention first",
        interests=(
            "Paid by the Council. Some groups that spoke to the assembly receive grants from "
            "her team."
        ),
    ),
    SpeakerText(
        key="pellew",
        name="Jocasta Pellew",
        post="Finance Partner, Neighbourhoods",
        organisation="Waltham Forest Council",
        sector="council",
        position="Neutral",
        interests="Paid by the Council. Takes no side on how the money should be spent.",
    ),
    SpeakerText(
        key="tarrant",
        name="Delroy Tarrant-Shah",
        post="Hate Crime and Domestic Abuse Co-ordinator",
        organisation="Waltham Forest Council",
        sector="council",
        position="Victims first",
        interests="Paid by the Council. Unpaid trustee of a refuge outside the borough.",
    ),
    SpeakerText(
        key="somerscale",
        name="Aled Somerscale",
        post="Inspector, Neighbourhood Policing",
        organisation="Metropolitan Police Service",
        sector="police",
        position="More officers on foot",
        interests="Serving officer. Responsible for ward teams in the borough.",
    ),
    SpeakerText(
        key="quickfall",
        name="Folasade Quickfall",
        post="Sergeant, Ward Teams",
        organisation="Metropolitan Police Service",
        sector="police",
        position="More officers on foot",
        interests="Serving officer. Lives in the borough, in a ward she does not police.",
    ),
    SpeakerText(
        key="kandola",
        name="Ruairi Kandola",
        post="Detective Inspector, Public Protection",
        organisation="Metropolitan Police Service",
        sector="police",
        position="Victims first",
        interests=("Serving officer. His unit could gain staff from some of the ideas discussed."),
    ),
    SpeakerText(
        key="lowe-asante",
        name="Benedetta Lowe-Asante",
        post="Chief Inspector, Trust and Standards",
        organisation="Metropolitan Police Service",
        sector="police",
        position="Trust and fairness",
        interests="Serving officer. Her unit handles complaints about other officers.",
    ),
    SpeakerText(
        key="vasquez-hale",
        name="Mungo Vasquez-Hale",
        post="Constable, Schools Officer",
        organisation="Metropolitan Police Service",
        sector="police",
        position="Prevention first",
        interests="Serving officer. Married to a teacher at a school in the borough.",
    ),
    SpeakerText(
        key="farrukh",
        name="Dr Ottoline Farrukh",
        post="Lecturer in Criminology",
        organisation="Lea Bank University",
        sector="academic",
        position="More officers on foot",
        interests=(
            "Has been paid by two police forces to study patrols, neither of them in London."
        ),
    ),
    SpeakerText(
        key="bellweather",
        name="Professor Ignatius Bellweather",
        post="Professor of Law and Society",
        organisation="Lea Bank University",
        sector="academic",
        position="Trust and fairness",
        interests="Has given evidence in court for people who complained about the police.",
    ),
    SpeakerText(
        key="stannard",
        name="Dr Parveen Stannard",
        post="Statistician",
        organisation="Northgate Institute for Public Data",
        sector="academic",
        position="Neutral",
        interests="Paid by the assembly for one day's work. Lives outside London.",
    ),
    SpeakerText(
        key="oduya",
        name="Dr Caspian Oduya",
        post="Researcher in Local Democracy",
        organisation="Northgate Institute for Public Data",
        sector="academic",
        position="Local say",
        interests=(
            "Works with councils that let residents set priorities. Not paid for this talk."
        ),
    ),
    SpeakerText(
        key="penhallow",
        name="Zuleikha Penhallow",
        post="Director",
        organisation="Lantern Women's Advice",
        sector="community",
        position="Victims first",
        interests="Her charity receives a grant from the Council that ends in 2026.",
    ),
    SpeakerText(
        key="nkemelu",
        name="Everard Nkemelu",
        post="Project Co-ordinator",
        organisation="Marsh Gate Youth Project",
        sector="community",
        position="Prevention first",
        interests="His project applies to the Council for money each year.",
    ),
    SpeakerText(
        key="trelawny",
        name="Jadwiga Trelawny",
        post="Chair",
        organisation="Eastside Police Watch Circle",
        sector="community",
        position="Trust and fairness",
        interests="Unpaid. Her group has helped people to make complaints against the police.",
    ),
    SpeakerText(
        key="okeke-byrne",
        name="Shanthi Okeke-Byrne",
        post="Chair",
        organisation="Copper Beech Neighbours' Forum",
        sector="community",
        position="Local say",
        interests="Unpaid. Stood for election to the Council in the past and lost.",
    ),
    SpeakerText(
        key="flint",
        name="Mordecai Flint",
        post="Organiser",
        organisation="Level Path Disability Network",
        sector="community",
        position="Local say",
        interests="Paid part-time by the network, which has advised the Council on pavements.",
    ),
    SpeakerText(
        key="dunmore-ali",
        name="Kezia Dunmore-Ali",
        post="Resident of Leytonstone",
        organisation="",
        sector="lived",
        position="Trust and fairness",
        interests=(
            "Was stopped and searched twice as a teenager. Made one complaint, which is closed."
        ),
    ),
    SpeakerText(
        key="tulloch",
        name="Ambrose Tulloch",
        post="Resident of Highams Park",
        organisation="",
        sector="lived",
        position="Victims first",
        interests="Was burgled twice in one winter. Has since joined a street watch group.",
    ),
    SpeakerText(
        key="wolstenholme",
        name="Tariq Wolstenholme",
        post="Resident of Walthamstow and mentor",
        organisation="",
        sector="lived",
        position="Prevention first",
        interests="Was in prison as a young man. Paid by the hour to mentor young people.",
    ),
    SpeakerText(
        key="karunaratne",
        name="Ffion Karunaratne",
        post="Resident of Chingford",
        organisation="",
        sector="lived",
        position="Local say",
        interests="Uses a wheelchair. Member of the Level Path Disability Network.",
    ),
    SpeakerText(
        key="hartnoll",
        name="Gulsen Hartnoll",
        post="Owner",
        organisation="Hartnoll's Hardware, Leyton",
        sector="business",
        position="More officers on foot",
        interests="Pays for a private guard on Saturdays together with four other shops.",
    ),
    SpeakerText(
        key="abara-pike",
        name="Lucian Abara-Pike",
        post="Manager",
        organisation="The Tin Ferry, a music venue",
        sector="business",
        position="More officers on foot",
        interests=(
            "The venue's licence is granted by the Council and the police may object to it."
        ),
    ),
    SpeakerText(
        key="veerasamy",
        name="Rosamund Veerasamy",
        post="Former volunteer visitor to police cells",
        organisation="",
        sector="other",
        position="Trust and fairness",
        interests=(
            "Unpaid. Stopped visiting in 2022. Her brother is a police officer outside London."
        ),
    ),
)

WEEKENDS: tuple[WeekendText, ...] = (
    WeekendText(
        number=1,
        title="Understanding",
        halves=(
            HalfDayText(
                date="2024-02-24",
                starts="10:00",
                ends="13:00",
                title="Welcome, and who does what",
                items=(
                    ItemText(
                        start="10:00",
                        minutes=25,
                        title="Welcome and how the day works",
                        kind="plenary",
                        description=(
                            "Where things are, who can help you, and how we agree to treat "
                            "each other."
                        ),
                    ),
                    ItemText(
                        start="10:25",
                        minutes=30,
                        title="Meet your table",
                        kind="groups",
                        description=(
                            "Say your name, where you live in the borough, and one thing you "
                            "like about it."
                        ),
                    ),
                    ItemText(
                        start="10:55",
                        minutes=35,
                        title="Who keeps a neighbourhood safe?",
                        kind="talk",
                        description=(
                            "What the police do, what the Council does, and what neither can "
                            "do alone."
                        ),
                        speakers=("brackenbury", "somerscale"),
                    ),
                    ItemText(
                        start="11:30",
                        minutes=20,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="11:50",
                        minutes=40,
                        title="What would you like to ask?",
                        kind="groups",
                        description="Each table agrees three questions for the speakers.",
                    ),
                    ItemText(
                        start="12:30",
                        minutes=30,
                        title="Questions and answers",
                        kind="plenary",
                        description=(
                            "Speakers answer the questions of the tables. What they cannot "
                            "answer goes on a list."
                        ),
                        speakers=("brackenbury", "somerscale"),
                    ),
                ),
            ),
            HalfDayText(
                date="2024-02-24",
                starts="14:00",
                ends="16:30",
                title="Our borough",
                items=(
                    ItemText(
                        start="14:00",
                        minutes=30,
                        title="The borough in figures",
                        kind="talk",
                        description="Who lives here, and what figures can and cannot tell us.",
                        speakers=("stannard",),
                    ),
                    ItemText(
                        start="14:30",
                        minutes=30,
                        title="A day on the ward",
                        kind="talk",
                        description="A sergeant describes an ordinary shift, hour by hour.",
                        speakers=("quickfall",),
                    ),
                    ItemText(
                        start="15:00",
                        minutes=15,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="15:15",
                        minutes=50,
                        title="Where do you feel safe, and where not?",
                        kind="groups",
                        description=(
                            "Mark a large map of the borough together. You need not say why."
                        ),
                    ),
                    ItemText(
                        start="16:05",
                        minutes=25,
                        title="What the maps show",
                        kind="plenary",
                        description=(
                            "We walk round the maps and note what is the same and what differs."
                        ),
                    ),
                ),
            ),
            HalfDayText(
                date="2024-02-25",
                starts="10:00",
                ends="13:00",
                title="What worries people, and what is done about it",
                items=(
                    ItemText(
                        start="10:00",
                        minutes=15,
                        title="What we heard yesterday",
                        kind="plenary",
                    ),
                    ItemText(
                        start="10:15",
                        minutes=40,
                        title="Shops, stations and evenings out",
                        kind="panel",
                        description=(
                            "Two people who run places open to everyone say what they see."
                        ),
                        speakers=("hartnoll", "abara-pike"),
                    ),
                    ItemText(
                        start="10:55",
                        minutes=35,
                        title="Talk it over",
                        kind="groups",
                        description="What surprised you? What is missing?",
                    ),
                    ItemText(
                        start="11:30",
                        minutes=20,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="11:50",
                        minutes=35,
                        title="Streets, lights and parks",
                        kind="talk",
                        description="How the look of a place changes what people do there.",
                        speakers=("iqbal-moss",),
                    ),
                    ItemText(
                        start="12:25",
                        minutes=35,
                        title="Questions and answers",
                        kind="plenary",
                        description="Questions of the tables to the morning's speakers.",
                        speakers=("hartnoll", "abara-pike", "iqbal-moss"),
                    ),
                ),
            ),
            HalfDayText(
                date="2024-02-25",
                starts="14:00",
                ends="16:30",
                title="Trust",
                items=(
                    ItemText(
                        start="14:00",
                        minutes=40,
                        title="Being stopped, and stopping people",
                        kind="panel",
                        description=(
                            "A resident, a professor and a chief inspector, ten minutes each."
                        ),
                        speakers=("dunmore-ali", "bellweather", "lowe-asante"),
                    ),
                    ItemText(
                        start="14:40",
                        minutes=25,
                        title="Watching the police, as a volunteer",
                        kind="talk",
                        description="Two people who check what the police do in our name.",
                        speakers=("trelawny", "veerasamy"),
                    ),
                    ItemText(
                        start="15:05",
                        minutes=15,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="15:20",
                        minutes=45,
                        title="What makes you trust someone in uniform?",
                        kind="groups",
                        description="Stories first, then three words for each table.",
                    ),
                    ItemText(
                        start="16:05",
                        minutes=25,
                        title="What we take home",
                        kind="plenary",
                        description="What you want to hear about in two weeks.",
                    ),
                ),
            ),
        ),
    ),
    WeekendText(
        number=2,
        title="Hearing",
        halves=(
            HalfDayText(
                date="2024-03-09",
                starts="10:00",
                ends="13:00",
                title="People who have been harmed",
                items=(
                    ItemText(
                        start="10:00",
                        minutes=20,
                        title="Welcome back",
                        kind="plenary",
                        description=(
                            "Please note: this morning we hear about burglary, abuse and "
                            "hate. A quiet room is open all day."
                        ),
                    ),
                    ItemText(
                        start="10:20",
                        minutes=45,
                        title="After the call",
                        kind="panel",
                        description=(
                            "A resident, an adviser and a co-ordinator on what happens after "
                            "someone asks for help."
                        ),
                        speakers=("tulloch", "penhallow", "tarrant"),
                    ),
                    ItemText(
                        start="11:05",
                        minutes=20,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="11:25",
                        minutes=30,
                        title="How the police keep victims informed",
                        kind="talk",
                        speakers=("kandola",),
                    ),
                    ItemText(
                        start="11:55",
                        minutes=40,
                        title="Talk it over",
                        kind="groups",
                        description="What would have made the difference?",
                    ),
                    ItemText(
                        start="12:35",
                        minutes=25,
                        title="Questions and answers",
                        kind="plenary",
                        speakers=("tulloch", "penhallow", "tarrant", "kandola"),
                    ),
                ),
            ),
            HalfDayText(
                date="2024-03-09",
                starts="14:00",
                ends="16:30",
                title="Before it happens",
                items=(
                    ItemText(
                        start="14:00",
                        minutes=45,
                        title="Young people: what keeps them safe",
                        kind="panel",
                        description=(
                            "A youth manager, a project co-ordinator and a schools officer."
                        ),
                        speakers=("okwuosa", "nkemelu", "vasquez-hale"),
                    ),
                    ItemText(
                        start="14:45",
                        minutes=25,
                        title="I was that boy",
                        kind="talk",
                        description="A mentor tells his own story.",
                        speakers=("wolstenholme",),
                    ),
                    ItemText(
                        start="15:10",
                        minutes=15,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="15:25",
                        minutes=40,
                        title="Talk it over",
                        kind="groups",
                        description=(
                            "What would you do first with a small sum of money? And with a "
                            "large one?"
                        ),
                    ),
                    ItemText(
                        start="16:05",
                        minutes=25,
                        title="Ideas on the wall",
                        kind="plenary",
                        description="Tables read out their best idea.",
                    ),
                ),
            ),
            HalfDayText(
                date="2024-03-10",
                starts="10:00",
                ends="13:00",
                title="Officers you know by name",
                items=(
                    ItemText(
                        start="10:00",
                        minutes=15,
                        title="What we heard yesterday",
                        kind="plenary",
                    ),
                    ItemText(
                        start="10:15",
                        minutes=35,
                        title="What officers on foot can do, and what they cannot",
                        kind="talk",
                        description="What research has found.",
                        speakers=("farrukh",),
                    ),
                    ItemText(
                        start="10:50",
                        minutes=30,
                        title="Why officers are moved away",
                        kind="talk",
                        description="A frank account, with time for questions.",
                        speakers=("somerscale", "quickfall"),
                    ),
                    ItemText(
                        start="11:20",
                        minutes=20,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="11:40",
                        minutes=50,
                        title="Talk it over",
                        kind="groups",
                        description=(
                            "What should a ward officer do each week? What should they stop doing?"
                        ),
                    ),
                    ItemText(
                        start="12:30",
                        minutes=30,
                        title="Questions and answers",
                        kind="plenary",
                        speakers=("farrukh", "somerscale", "quickfall"),
                    ),
                ),
            ),
            HalfDayText(
                date="2024-03-10",
                starts="14:00",
                ends="16:30",
                title="A say in it, and first ideas",
                items=(
                    ItemText(
                        start="14:00",
                        minutes=40,
                        title="Who should decide what matters here?",
                        kind="panel",
                        description=(
                            "A researcher, a forum chair and two people from the disability "
                            "network."
                        ),
                        speakers=("oduya", "okeke-byrne", "flint", "karunaratne"),
                    ),
                    ItemText(
                        start="14:40",
                        minutes=15,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="14:55",
                        minutes=65,
                        title="First drafts",
                        kind="groups",
                        description=(
                            "Each table writes down what should happen, who should do it and "
                            "by when."
                        ),
                    ),
                    ItemText(
                        start="16:00",
                        minutes=30,
                        title="Reading the drafts aloud",
                        kind="plenary",
                        description=(
                            "Every draft is read once. No debate yet; stickers show where "
                            "tables agree."
                        ),
                    ),
                ),
            ),
        ),
    ),
    WeekendText(
        number=3,
        title="Deciding",
        halves=(
            HalfDayText(
                date="2024-03-23",
                starts="10:00",
                ends="13:00",
                title="Testing the drafts",
                items=(
                    ItemText(
                        start="10:00",
                        minutes=20,
                        title="Where we are",
                        kind="plenary",
                        description=("The ten drafts on one sheet, with the notes they came from."),
                    ),
                    ItemText(
                        start="10:20",
                        minutes=30,
                        title="What each idea would cost, and who can decide it",
                        kind="talk",
                        speakers=("pellew", "brackenbury"),
                    ),
                    ItemText(
                        start="10:50",
                        minutes=20,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="11:10",
                        minutes=60,
                        title="Ask the people who would have to do it",
                        kind="groups",
                        description=(
                            "Officers of the Council and the police go from table to table "
                            "and say what would be hard."
                        ),
                        speakers=("brackenbury", "okwuosa", "somerscale", "lowe-asante"),
                    ),
                    ItemText(
                        start="12:10",
                        minutes=50,
                        title="What must change?",
                        kind="groups",
                        description=("Each table looks after two drafts and marks what to change."),
                    ),
                ),
            ),
            HalfDayText(
                date="2024-03-23",
                starts="14:00",
                ends="16:30",
                title="Writing",
                items=(
                    ItemText(
                        start="14:00",
                        minutes=85,
                        title="Second drafts",
                        kind="groups",
                        description=(
                            "Writers from each table work on the wording. Others read, check "
                            "and question."
                        ),
                    ),
                    ItemText(
                        start="15:25",
                        minutes=15,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="15:40",
                        minutes=50,
                        title="Reading together",
                        kind="plenary",
                        description=(
                            "We read all ten aloud. Anyone may say: I do not understand this."
                        ),
                    ),
                ),
            ),
            HalfDayText(
                date="2024-03-24",
                starts="10:00",
                ends="13:00",
                title="The last words",
                items=(
                    ItemText(
                        start="10:00",
                        minutes=20,
                        title="Good morning, and how today works",
                        kind="plenary",
                    ),
                    ItemText(
                        start="10:20",
                        minutes=60,
                        title="Last changes",
                        kind="groups",
                        description="Only changes that make a text clearer or fairer.",
                    ),
                    ItemText(
                        start="11:20",
                        minutes=20,
                        title="Break",
                        kind="break",
                    ),
                    ItemText(
                        start="11:40",
                        minutes=50,
                        title="We agree the final words",
                        kind="plenary",
                        description=(
                            "After this the texts are locked. What you vote on is exactly "
                            "what you have read."
                        ),
                    ),
                    ItemText(
                        start="12:30",
                        minutes=30,
                        title="How the vote works",
                        kind="talk",
                        description=(
                            "A secret ballot on your phone, on one of our tablets, or on "
                            "paper. Nobody can see how you voted."
                        ),
                    ),
                ),
            ),
            HalfDayText(
                date="2024-03-24",
                starts="14:00",
                ends="16:30",
                title="The vote",
                items=(
                    ItemText(
                        start="14:00",
                        minutes=90,
                        title="The ballot is open",
                        kind="vote",
                        description=(
                            "Vote at any time until 15:30. Take as long as you need. Helpers "
                            "may explain but not advise."
                        ),
                    ),
                    ItemText(
                        start="15:30",
                        minutes=15,
                        title="Break",
                        kind="break",
                        description="The votes are counted.",
                    ),
                    ItemText(
                        start="15:45",
                        minutes=30,
                        title="Results, and what those who disagree want to say",
                        kind="plenary",
                        description=(
                            "Any member may write a statement to stand beside a recommendation."
                        ),
                    ),
                    ItemText(
                        start="16:15",
                        minutes=15,
                        title="Thank you, and what happens next",
                        kind="plenary",
                        description=(
                            "When the report comes out, and how to follow what becomes of it."
                        ),
                    ),
                ),
            ),
        ),
    ),
)

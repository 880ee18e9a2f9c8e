"""What the council and the police answered, promised, and told since.

The police have not answered recommendation 8: the promise clock has to show a silence.
"""

from .kinds import ActionText, ResponseText

RESPONSES: tuple[ResponseText, ...] = (
    ResponseText(
        number=1,
        body="council",
        position="partly",
        text=(
            "We agree that officers should be known and should stay. We cannot decide where "
            "the police send their officers, so we accept the part that is ours.\n\n"
            "We will offer ward teams a desk in public buildings. You asked for this by "
            "April 2025. We are late, because we first had to find rooms with a door that "
            "locks. We will start with three libraries and add others as rooms become "
            "free.\n\n"
            "We will also put the police figures on ward officers, once they are published, "
            "on our own website next to the other figures for each ward."
        ),
        published="2025-05-06",
        actions=(
            ActionText(
                title="Open desks for ward teams in three libraries",
                owner="Head of Libraries",
                due="2025-09-30",
                proof=("Photographs and opening hours of the three desks on the Council's website"),
                updates=(
                    (
                        "2025-07-08",
                        "under_way",
                        (
                            "The first desk, in the centre of the borough, has been in use "
                            "since 1 July. Locks for the other two are ordered."
                        ),
                    ),
                    (
                        "2025-09-24",
                        "done",
                        (
                            "All three desks are open. Opening hours and photographs are on "
                            "the Council's website."
                        ),
                    ),
                ),
            ),
            ActionText(
                title=("Show police figures on ward officers beside our own figures for each ward"),
                owner="Data and Insight Manager",
                due="2025-12-31",
                proof=("A page for each of the 22 wards with at least one quarter of figures"),
                updates=(
                    (
                        "2025-10-14",
                        "under_way",
                        (
                            "The pages are built. We have the first figures for 16 of 22 "
                            "wards and are checking them with the police."
                        ),
                    ),
                ),
            ),
        ),
    ),
    ResponseText(
        number=2,
        body="council",
        position="accepted",
        text=(
            "We accept this. Residents should not have to know which office does what before "
            "they may write to us.\n\n"
            "We will build one page and one text number together with the police. Messages "
            "about lights, bins and parks will go to us, messages about crime to the ward "
            "team, and the resident will be told which. People who are deaf, and people who "
            "find speaking hard, will test both before anyone else and will be paid for "
            "their time.\n\n"
            "We will publish the number of messages, and how many were answered within five "
            "working days, each May."
        ),
        published="2025-05-06",
        actions=(
            ActionText(
                title=(
                    "Test the page and the text number with ten disabled residents and pay them"
                ),
                owner="Accessibility Lead",
                due="2025-08-31",
                proof="A published note of what the testers found and what was changed",
                updates=(
                    (
                        "2025-06-19",
                        "under_way",
                        (
                            "Ten testers have been found with the help of local groups. "
                            "First session on 3 July."
                        ),
                    ),
                    (
                        "2025-08-21",
                        "done",
                        ("The note is published: 23 findings, 19 put right, four explained."),
                    ),
                ),
            ),
            ActionText(
                title="Open one page and one text number for all wards",
                owner="Head of Customer Services",
                due="2025-09-30",
                proof=("The page is public, and a text sent to the number is answered by a person"),
                updates=(
                    (
                        "2025-09-12",
                        "under_way",
                        (
                            "The page is ready. The text number waits for a contract with "
                            "the phone company."
                        ),
                    ),
                    (
                        "2025-10-29",
                        "under_way",
                        (
                            "Late. The page has been public since 6 October; the text number "
                            "is now promised for December."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Publish the first yearly figures on answers",
                owner="Head of Customer Services",
                due="2026-05-31",
                proof="Figures for each ward on the Council's website",
            ),
        ),
    ),
    ResponseText(
        number=3,
        body="council",
        position="accepted",
        text=(
            "We accept this and will pay for it. Drawing some of the seats by lot brings in "
            "people whom an open meeting does not reach; this assembly has shown it.\n\n"
            "We will write to homes drawn by lot in each ward, as we did for the assembly, "
            "and offer help with childcare, travel and interpreting. The rule that panels "
            "may name places and problems, but never people, will be the first line of their "
            "terms.\n\n"
            "We will begin in six wards, two each in the north, centre and south, learn from "
            "them for a year and then go on to all 22."
        ),
        published="2025-05-06",
        actions=(
            ActionText(
                title="Agree the terms of the panels with the police",
                owner="Head of Community Safety",
                due="2025-08-29",
                proof="Signed terms on the Council's website",
                updates=(
                    (
                        "2025-08-12",
                        "done",
                        (
                            "The terms are signed by both and published. They include the "
                            "rule on naming places and not people."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Draw the seats for the first six wards",
                owner="Democratic Services Manager",
                due="2025-11-28",
                proof="A published record of each draw that anyone can check",
                updates=(
                    (
                        "2025-09-30",
                        "under_way",
                        (
                            "Letters are going out ward by ward. Four of the six have enough "
                            "people to draw from."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Hold the first meeting of all six panels",
                owner="Head of Community Safety",
                due="2026-01-31",
                proof="Notes of six meetings, with the priorities chosen",
            ),
        ),
    ),
    ResponseText(
        number=4,
        body="council",
        position="accepted",
        text=(
            "We accept our part. We will host the panel, find its members, pay their costs, "
            "and offer them someone to talk to after a film that is hard to watch.\n\n"
            "At least a third of the members will be under 25. We will look for them in "
            "colleges, youth clubs and at work, and not only among those who already sit on "
            "something. Some members should have been stopped and searched themselves.\n\n"
            "We have read the minority statement. We will ask the panel to report good "
            "practice as carefully as bad, and to review after a year whether it is worth "
            "the time it takes."
        ),
        published="2025-05-06",
        actions=(
            ActionText(
                title="Find and train 15 panel members, five or more of them under 25",
                owner="Youth Participation Manager",
                due="2025-09-15",
                proof="A published note of how members were found, with ages in bands",
                updates=(
                    (
                        "2025-07-22",
                        "under_way",
                        "Eleven members found, four of them under 25.",
                    ),
                    (
                        "2025-09-11",
                        "done",
                        (
                            "Sixteen members trained, six of them under 25. The note is on "
                            "the Council's website."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Publish the panel's first report",
                owner="Head of Community Safety",
                due="2026-03-31",
                proof="The report, and the answers of the police to each point",
                updates=(
                    (
                        "2025-11-04",
                        "under_way",
                        (
                            "The panel has met twice and watched 18 films. Writing begins in "
                            "January."
                        ),
                    ),
                ),
            ),
        ),
    ),
    ResponseText(
        number=5,
        body="council",
        position="accepted",
        text=(
            "We accept this. It is the one that members spoke of most, and it is ours to "
            "do.\n\n"
            "We will open four safe places: one each in the north and the south, and two in "
            "the centre. The first will open in an existing building. For two of the others "
            "we need planning permission, so September 2026 is tight; we shall aim to have "
            "three open by June 2026 and tell you if the fourth will be late.\n\n"
            "Youth workers will have contracts of three years. Young people will sit on the "
            "panels that choose them. The money is set aside for three years. What comes "
            "after must be decided in the budget for 2028."
        ),
        published="2025-05-06",
        actions=(
            ActionText(
                title="Open the first safe place until nine on five evenings a week",
                owner="Youth Services Manager",
                due="2025-09-30",
                proof=(
                    "Opening hours on the Council's website and the attendance of the first month"
                ),
                updates=(
                    (
                        "2025-07-15",
                        "under_way",
                        (
                            "The building is chosen by a group of 12 young people. Two youth "
                            "workers start in August."
                        ),
                    ),
                    (
                        "2025-10-20",
                        "done",
                        (
                            "Open since 22 September, five evenings a week. The first "
                            "month's attendance is published."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Appoint four youth workers for three years each",
                owner="Youth Services Manager",
                due="2025-12-19",
                proof="Four contracts confirmed by the personnel office, without names",
                updates=(
                    (
                        "2025-10-20",
                        "under_way",
                        (
                            "Three appointed. Young people turned down all candidates for "
                            "the fourth post, and it is advertised again."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Open the second and third safe places",
                owner="Head of Property",
                due="2026-06-30",
                proof="Opening hours of both on the Council's website",
                updates=(
                    (
                        "2025-11-06",
                        "under_way",
                        (
                            "Lease signed for the north. Planning permission for the south "
                            "is expected in February."
                        ),
                    ),
                ),
            ),
        ),
    ),
    ResponseText(
        number=6,
        body="council",
        position="accepted",
        text=(
            "We accept this. Nobody should learn by accident that their case is closed.\n\n"
            "We will pay for two advisers outside the police who can be the named person for "
            "anyone who chooses so. They will work from places that do not look like an "
            "office. Housing staff will be told to speak to the named person, so that the "
            "story is told once.\n\n"
            "You asked for this for everyone who is harmed more than once in a year. We "
            "shall start with abuse at home and hate crime in December 2025 and add other "
            "repeated harm by June 2026. We would rather say so now than promise all of it "
            "and fail."
        ),
        published="2025-05-06",
        actions=(
            ActionText(
                title="Appoint two advisers outside the police",
                owner="Hate Crime and Domestic Abuse Co-ordinator",
                due="2025-10-31",
                proof="A signed agreement with the charity that employs them",
                updates=(
                    (
                        "2025-09-03",
                        "under_way",
                        (
                            "Five charities have applied. Two members of the assembly sit on "
                            "the group that chooses."
                        ),
                    ),
                    (
                        "2025-10-27",
                        "done",
                        (
                            "The agreement is signed and a summary is published. Both "
                            "advisers start on 1 December."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Teach all housing officers to work with the named person",
                owner="Head of Housing Management",
                due="2025-09-30",
                proof="A record that nine in ten housing officers have taken part",
            ),
            ActionText(
                title="Extend the named person to all repeated harm",
                owner="Head of Community Safety",
                due="2026-06-30",
                proof=("Published numbers of people offered a named person, by kind of harm"),
            ),
        ),
    ),
    ResponseText(
        number=7,
        body="council",
        position="accepted",
        text=(
            "We accept this. We know our paths from maps; you know them from the walk "
            "home.\n\n"
            "We will walk two routes in each of the 22 wards after dark, each year. People "
            "who join us will be paid for their time where they would otherwise lose wages. "
            "After each walk we will publish a list with three columns: mended, will be "
            "mended by, cannot be mended because.\n\n"
            "Bright light is not always the answer. Near the forest and the marshes we will "
            "ask an ecologist first, and near homes the people who sleep there."
        ),
        published="2025-05-06",
        actions=(
            ActionText(
                title="Walk two routes in each of the 22 wards after dark",
                owner="Streets and Lighting Manager",
                due="2026-03-31",
                proof="A published list for each of the 44 walks",
                updates=(
                    (
                        "2025-10-31",
                        "under_way",
                        (
                            "Seventeen walks done since the middle of September. Lists for "
                            "15 are published."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Mend what was found on the first ten walks",
                owner="Streets and Lighting Manager",
                due="2025-10-31",
                proof="Before and after photographs for each point marked as mended",
            ),
        ),
    ),
    ResponseText(
        number=8,
        body="council",
        position="partly",
        text=(
            "We accept our part: we will help to find residents who can lead these days, and "
            "we will open our buildings for them. We already know people of every age and "
            "background who would do it well.\n\n"
            "We cannot accept the payment on our own. The training is for police officers, "
            "and we think that the police should pay those who teach them. We have asked "
            "them. As long as there is no answer, we will pay travel and childcare from our "
            "own budget, so that nobody is out of pocket."
        ),
        published="2025-05-06",
        actions=(
            ActionText(
                title="Draw up a list of 40 residents who are willing to lead a day",
                owner="Community Engagement Manager",
                due="2025-11-28",
                proof="A published count by area and background, without names",
                updates=(
                    (
                        "2025-09-18",
                        "under_way",
                        (
                            "26 people on the list so far. We still look for shift workers "
                            "and people under 20."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Agree with the police who pays the residents",
                owner="Director of Communities",
                due="2025-09-30",
                proof="A letter signed by both, published",
            ),
        ),
    ),
    ResponseText(
        number=9,
        body="council",
        position="rejected",
        text=(
            "We cannot accept this. Here is why.\n\n"
            "Six officers would cost about £540,000 a year (an invented figure for this "
            "demonstration). We must balance our budget by law. To find this sum we would "
            "have to cut services by as much, and those nearest to safety are youth work, "
            "lighting and help for victims: the very things that you ask for elsewhere.\n\n"
            "Policing is paid for by the government and the Mayor of London. If we start to "
            "pay, we fear that others will pay less. And the police cannot promise us that "
            "the officers would stay here.\n\n"
            "The vote fell short of three quarters, but 31 members were in favour. We take "
            "from it that you want more officers, and we will say so to the Mayor of London "
            "each year when the police budget is set."
        ),
        published="2025-05-06",
    ),
    ResponseText(
        number=10,
        body="council",
        position="further_work",
        text=(
            "We are not able to say yes or no yet.\n\n"
            "We agree that people should be told and asked. But the decision to use these "
            "cameras belongs to the police, and they have said that they will not wait for a "
            "consultation in one borough. A consultation that cannot change anything would "
            "not be honest.\n\n"
            "We will therefore ask our scrutiny committee to hold a public hearing, with the "
            "police and with people for and against. After that the Cabinet will decide what "
            "to ask for. Members of the assembly will be invited to speak, those who wrote "
            "the minority statement too."
        ),
        published="2025-05-06",
        actions=(
            ActionText(
                title="Hold a public hearing on cameras that recognise faces",
                owner="Scrutiny Manager",
                due="2025-11-30",
                proof="A recording of the hearing and its written conclusions",
                updates=(
                    (
                        "2025-09-25",
                        "under_way",
                        (
                            "Set for 25 November in the evening, with sign language. Both "
                            "sides have named speakers."
                        ),
                    ),
                ),
            ),
        ),
    ),
    ResponseText(
        number=1,
        body="police",
        position="partly",
        text=(
            "We accept that ward officers should be named, should stay, and that you should "
            "know how often they are called away.\n\n"
            "We cannot promise two years without exception. Officers are promoted, fall ill "
            "or are needed for protests, football and emergencies anywhere in London. We "
            "will aim for two years and say why when it does not happen.\n\n"
            "We will publish the shifts worked in and out of each ward every three months. "
            "Our system does not count this today, so the first figures will come in summer "
            "2025 and not in April.\n\n"
            "We expect all ward officers to patrol on foot or by bicycle for most of a "
            "shift."
        ),
        published="2024-10-02",
        actions=(
            ActionText(
                title=(
                    "Publish the names, photographs and start dates of ward officers for all "
                    "22 wards"
                ),
                owner="Inspector, Neighbourhood Policing",
                due="2024-12-20",
                proof="A page for each ward on the police website",
                updates=(
                    ("2024-11-14", "under_way", "Nineteen of 22 wards are complete."),
                    (
                        "2024-12-16",
                        "done",
                        (
                            "All 22 pages are public. They are checked on the first working "
                            "day of each month."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Publish shifts in and out of the ward every three months",
                owner="Chief Inspector, Performance",
                due="2025-07-31",
                proof="The first set of figures for all 22 wards",
                updates=(
                    (
                        "2025-07-28",
                        "under_way",
                        ("Figures for 16 wards are ready. For six wards the records had gaps."),
                    ),
                    (
                        "2025-10-30",
                        "under_way",
                        (
                            "Late. The figures for all 22 wards will be published with those "
                            "of the autumn, in January."
                        ),
                    ),
                ),
            ),
        ),
    ),
    ResponseText(
        number=2,
        body="police",
        position="accepted",
        text=(
            "We accept this in full. An answer is the least that a person who writes to us "
            "can expect.\n\n"
            "Five working days is fair for a ward team that works shifts, as long as "
            "messages go to the team and not to one officer's mailbox. We will give each "
            "team one mailbox that is read every day, and ask everyone how they wish to be "
            "answered.\n\n"
            "Sometimes the answer will be that we can do nothing. We will say that too, and "
            "give the reason.\n\n"
            "Emergencies do not belong there. The page will say so at the top: call 999."
        ),
        published="2024-10-02",
        actions=(
            ActionText(
                title=("Give each of the 22 ward teams one shared mailbox that is read every day"),
                owner="Inspector, Neighbourhood Policing",
                due="2025-03-31",
                proof="A test message to each mailbox answered within five working days",
                updates=(
                    (
                        "2025-02-11",
                        "under_way",
                        (
                            "Fourteen mailboxes work. Staff in the control room read them "
                            "when a team is off duty."
                        ),
                    ),
                    (
                        "2025-04-02",
                        "done",
                        (
                            "Test messages went to all 22 on 24 March; all were answered in "
                            "time. The log is published."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Publish how many messages were answered within five working days",
                owner="Chief Inspector, Performance",
                due="2025-12-31",
                proof="Figures for each ward on the police website",
                updates=(
                    (
                        "2025-10-08",
                        "under_way",
                        (
                            "We count since 1 September. In the first month 81 in 100 were "
                            "answered in time (an invented figure for this "
                            "demonstration)."
                        ),
                    ),
                ),
            ),
        ),
    ),
    ResponseText(
        number=3,
        body="police",
        position="accepted",
        text=(
            "We accept this. Ward teams already have a list of priorities, but too few "
            "people take part in choosing it.\n\n"
            "We will work on the three priorities that a panel chooses and come back to say "
            "what we did and what came of it. We keep one reservation: we must act on "
            "serious harm even when nobody has put it on a list.\n\n"
            "We welcome the rule that panels name places and problems and never people. A "
            "sergeant will come to every meeting. In the six wards that begin first, we will "
            "set aside one shift a week for the panel's priorities."
        ),
        published="2024-12-11",
        actions=(
            ActionText(
                title="Name a sergeant for each of the first six panels",
                owner="Inspector, Neighbourhood Policing",
                due="2025-09-30",
                proof="Names and contact details on the page of each ward",
                updates=(
                    (
                        "2025-09-16",
                        "done",
                        "Six sergeants are named on the pages of their wards.",
                    ),
                ),
            ),
            ActionText(
                title="Publish after each meeting what was done on the three priorities",
                owner="Sergeants of the ward teams",
                due="2026-04-30",
                proof="A one-page account for each of the six wards",
            ),
        ),
    ),
    ResponseText(
        number=4,
        body="police",
        position="accepted",
        text=(
            "We accept this. Being looked at from outside is part of having powers that "
            "others do not have.\n\n"
            "We will give the panel at least ten films a month, picked at random by a "
            "computer and not by us. Faces and voices of people who were stopped will be "
            "hidden. We may hold back a film when a court case could be harmed; we will tell "
            "the panel how often we did so.\n\n"
            "We will answer each point within 30 days.\n\n"
            "Some of our officers share the worries in the minority statement. We have asked "
            "them to watch the first meetings. Good work should be seen, too."
        ),
        published="2024-10-02",
        actions=(
            ActionText(
                title="Agree with the panel how films are picked, hidden and kept",
                owner="Chief Inspector, Trust and Standards",
                due="2025-04-30",
                proof="The agreement, published without personal details",
                updates=(
                    (
                        "2025-03-05",
                        "under_way",
                        (
                            "Our lawyers have read the first text. One question about young "
                            "people's films is open."
                        ),
                    ),
                    ("2025-04-24", "done", "The agreement is signed and published."),
                ),
            ),
            ActionText(
                title="Give the panel at least ten films a month",
                owner="Chief Inspector, Trust and Standards",
                due="2025-10-31",
                proof="A monthly count of films given and films held back",
                updates=(
                    (
                        "2025-10-10",
                        "under_way",
                        (
                            "Eight films in September and ten in October. Hiding faces takes "
                            "longer than we thought; a second person is being trained."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Remind every officer to give their name, the reason and the record",
                owner="Chief Inspector, Trust and Standards",
                due="2025-01-31",
                proof="A record that all response and ward officers have taken part",
                updates=(
                    (
                        "2024-12-05",
                        "under_way",
                        ("Short sessions at the start of shifts; about half have taken part."),
                    ),
                    (
                        "2025-01-29",
                        "done",
                        (
                            "All ward and response officers on duty have taken part. The "
                            "record is published as a count."
                        ),
                    ),
                ),
            ),
        ),
    ),
    ResponseText(
        number=5,
        body="police",
        position="accepted",
        text=(
            "We accept our part with pleasure. For each safe place we will name one officer "
            "who comes on the same evening each week, in plain clothes if the young people "
            "prefer it, and who stays for at least two years.\n\n"
            "The officer comes to take part and not to search. We need to be honest about "
            "one limit: an officer who sees a serious crime has to act. We will explain this "
            "to young people on the first evening, so that nobody feels deceived.\n\n"
            "Young people may meet the officer beforehand and tell us if they would like "
            "somebody else."
        ),
        published="2025-03-12",
        actions=(
            ActionText(
                title=(
                    "Name an officer for the first safe place, chosen together with young people"
                ),
                owner="Sergeant, Schools and Youth",
                due="2025-09-30",
                proof=("A note by the youth workers that the officer has come on four evenings"),
                updates=(
                    (
                        "2025-08-27",
                        "under_way",
                        "Young people met three officers and chose one.",
                    ),
                    (
                        "2025-10-28",
                        "done",
                        (
                            "The youth workers' note is published: five evenings, and one "
                            "lost game of table tennis."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Name officers for the second and third safe places",
                owner="Sergeant, Schools and Youth",
                due="2026-06-30",
                proof="A note by the youth workers of each place",
            ),
        ),
    ),
    ResponseText(
        number=6,
        body="police",
        position="partly",
        text=(
            "We accept that people who are harmed by hate or abuse at home, and those harmed "
            "again and again, need one person who knows them. We will give each of them a "
            "named contact and call at the times agreed.\n\n"
            "We cannot promise that it will always be the same person until the end: our "
            "officers move and work shifts. Each contact will have a named stand-in.\n\n"
            "We accept fully that no such case is closed before the person has been told, "
            "and why.\n\n"
            "We cannot start with all repeated harm at once. We begin with abuse at home and "
            "hate crime, and look at numbers and workload before the next step."
        ),
        published="2025-01-15",
        actions=(
            ActionText(
                title=(
                    "Stop the closing of cases of hate and abuse before the person has been told"
                ),
                owner="Detective Inspector, Public Protection",
                due="2025-06-30",
                proof="A yearly check of 100 closed cases by someone outside the unit",
                updates=(
                    (
                        "2025-05-27",
                        "under_way",
                        (
                            "The computer now asks for the date of the conversation before a "
                            "case can be closed."
                        ),
                    ),
                    (
                        "2025-07-01",
                        "done",
                        (
                            "In force since 16 June. The first check of 100 cases is "
                            "published: 94 people had been told."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Give each person a named contact and a stand-in",
                owner="Detective Inspector, Public Protection",
                due="2025-09-30",
                proof="Published count of people with a named contact, every three months",
            ),
        ),
    ),
    ResponseText(
        number=7,
        body="police",
        position="partly",
        text=(
            "We accept the walks. An officer of the ward team will join every walk to which "
            "the Council invites us two weeks ahead, to listen and to answer questions.\n\n"
            "We accept extra patrols in part. We cannot patrol every route that worries "
            "people until it is mended. For each ward we will choose one route together with "
            "those who walked it, and patrol it after dark until the repair is done. On the "
            "others we will pass by when we can.\n\n"
            "We also ask everyone: if someone follows you, call 999. You are not wasting our "
            "time."
        ),
        published="2025-01-15",
        actions=(
            ActionText(
                title="Send an officer to each walk",
                owner="Inspector, Neighbourhood Policing",
                due="2026-03-31",
                proof="The Council's list of walks, with those that an officer joined",
                updates=(
                    (
                        "2025-11-03",
                        "under_way",
                        (
                            "An officer joined 15 of 17 walks. On two evenings the team was "
                            "called to an emergency."
                        ),
                    ),
                ),
            ),
            ActionText(
                title="Patrol one chosen route in each ward until it is mended",
                owner="Inspector, Neighbourhood Policing",
                due="2025-10-31",
                proof="A public list of routes, with the number of patrols each month",
            ),
        ),
    ),
    ResponseText(
        number=9,
        body="police",
        position="further_work",
        text=(
            "We would of course be glad of six more officers, but we cannot accept this "
            "today.\n\n"
            "It depends first of all on the Council, which would have to pay. It also needs "
            "an agreement for all of London on posts that others pay for: how they are "
            "filled, and when they may be called away. We cannot change that agreement in "
            "one borough. Nor could we promise that the officers would never be called away: "
            "in a large emergency everyone is needed.\n\n"
            "We will ask what the next agreement could allow, and tell the Council and the "
            "public what we learn."
        ),
        published="2025-03-12",
        actions=(
            ActionText(
                title="Find out what an agreement on paid posts could allow",
                owner="Superintendent, Local Policing",
                due="2025-09-30",
                proof="A published note of two pages",
                updates=(
                    (
                        "2025-06-18",
                        "under_way",
                        "We have asked the unit that deals with such agreements.",
                    ),
                    (
                        "2025-10-15",
                        "stopped",
                        (
                            "Stopped. The Council has decided not to pay for posts, so the "
                            "question does not arise at present."
                        ),
                    ),
                ),
            ),
        ),
    ),
    ResponseText(
        number=10,
        body="police",
        position="rejected",
        text=(
            "We thank members for their care with this question. We cannot accept it.\n\n"
            "Where and when we use live face recognition is decided for all of London, under "
            "law and published rules. We use it to look for people who are wanted for "
            "serious offences or who are a danger to others. If each of the 32 boroughs had "
            "to be asked first, we could not protect people equally.\n\n"
            "We already publish where and when we use it, and the results, mistakes "
            "included. We know that this does not meet your wish to be asked. We will come "
            "to the Council's public hearing, answer questions and listen to those who "
            "disagree with us."
        ),
        published="2025-05-20",
    ),
)

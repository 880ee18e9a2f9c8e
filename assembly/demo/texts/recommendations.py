"""The ten recommendations, how members voted, and the report's foreword."""

from .kinds import RecommendationText

RECOMMENDATIONS: tuple[RecommendationText, ...] = (
    RecommendationText(
        number=1,
        theme="Presence",
        title="Ward officers who stay",
        draft=(
            "Every ward should have officers whom people know by name. They should stay long "
            "enough to learn the streets, and they should not be sent away to other parts of "
            "London all the time. When they are sent away, the police should say how often "
            "and why. We want to see them on foot, in the evening as well as in the day."
        ),
        final=(
            "The **police** should give every ward at least two named officers and keep each "
            "of them there for two years or more, unless they ask to move. These officers "
            "should spend most of their shifts in their ward, on foot or by bicycle, some of "
            "them in the evening.\n\n"
            "From **April 2025** the police should publish every three months, ward by ward, "
            "how many shifts these officers worked in their ward and how many elsewhere.\n\n"
            "The **Council** should offer them a desk in a library or other public building "
            "by the same date."
        ),
        reason="Added numbers and dates that can be checked, and a part for the Council.",
        support=(27, 14, 2, 0, 1),
    ),
    RecommendationText(
        number=2,
        theme="Reaching the police",
        title="An answer within five working days",
        draft=(
            "When you write to your ward team or leave a message, you should get an answer. "
            "It should come within a few days and from a person. You should be able to "
            "choose how: phone, text, letter or e-mail. People who cannot use the phone must "
            "be able to reach the team too. Tell us what was done, even if it was "
            "nothing."
        ),
        final=(
            "The **police** should answer every message to a ward team within **five working "
            "days**, by a person, in the way the resident has chosen: phone, text, letter or "
            "e-mail. The answer should say what was done, or why nothing was.\n\n"
            "The **Council** and the police should set up one page and one text number for "
            "all wards by **September 2025**. Deaf people, and people who find speaking "
            "hard, should test them first.\n\n"
            "Both should publish each year how many messages came and how many were answered "
            "in time."
        ),
        reason=(
            "Set the number of days and said who tests the page, after talking to the "
            "disability network."
        ),
        support=(30, 12, 1, 0, 1),
    ),
    RecommendationText(
        number=3,
        theme="A say for residents",
        title="Residents help to set each ward's priorities",
        draft=(
            "Residents should help to decide what their ward team works on. At the moment "
            "only a few people come to the meetings, and they are often the same people. We "
            "should find a way to bring in those who rent, younger people and people who "
            "work at night. The list should be short, and the team should tell us afterwards "
            "what it did."
        ),
        final=(
            "The **Council** and the **police** should start a priorities panel in every "
            "ward, with at least a third of its seats filled **by lot** from residents aged "
            "16 and over. It should meet four times a year in a place that everyone can get "
            "into.\n\n"
            "Each panel chooses up to **three** priorities. It may name places and problems, "
            "never people. At the next meeting the ward team says what it did and what came "
            "of it.\n\n"
            "Begin in six wards by **January 2026** and in all 22 by **January 2027**."
        ),
        reason=(
            "Added drawing seats by lot and the rule against naming people; six wards first "
            "so it can be learned."
        ),
        support=(20, 17, 4, 1, 2),
    ),
    RecommendationText(
        number=4,
        theme="Trust",
        title="Stop and search: explain it, record it, let others look",
        draft=(
            "Being stopped should feel fair, even if it is never pleasant. Officers should "
            "say who they are, why they stop you and what your rights are. There should be a "
            "group of residents who look at how it is done and tell the police what they "
            "think. It should include young people, because they are stopped most."
        ),
        final=(
            "In every search the **police** should give their name and the reason in plain "
            "words, and offer the written record.\n\n"
            "By **June 2025** the police should let a panel of residents watch films from "
            "body-worn cameras, with faces hidden, from at least **ten searches a month** "
            "picked at random. At least a third of the panel should be under 25. The "
            "**Council** should host it and pay members' costs.\n\n"
            "The panel should publish what it found twice a year, praise included. The "
            "police should answer each point in writing within 30 days."
        ),
        reason=(
            "Changed from a group that talks to one that watches films picked at random; "
            "added an answer in writing."
        ),
        support=(22, 15, 4, 2, 1),
        minority=(
            "We want people to be treated with respect. But we are worried about this one. "
            "Officers already write a record, wear a camera and have a supervisor who can "
            "look at the film. A further panel takes officers' time and may make good "
            "officers afraid to act when they should. Ten films a month are too few to prove "
            "anything, and yet one bad one would be all over the news. We would rather spend "
            "the effort on training, and on looking carefully at real complaints. Some of us "
            "have lost someone to a knife. Please do not forget that, too, when you weigh "
            "what is fair."
        ),
    ),
    RecommendationText(
        number=5,
        theme="Prevention",
        title="A youth worker and a safe place, open until nine",
        draft=(
            "Young people need somewhere to go after school that is warm, free and near. It "
            "should be open in the evening and in the holidays. There should be youth "
            "workers who stay for years, not for months. We would rather pay for this than "
            "for what happens later. Young people should help to choose where it is and what "
            "it offers."
        ),
        final=(
            "The **Council** should open a safe place for young people in **four** parts of "
            "the borough, at least one each in the north, centre and south. Each should be "
            "free, open until **nine** on five evenings a week and in school holidays, and "
            "have a youth worker with a contract of three years or more. Open the first by "
            "**September 2025** and all by **September 2026**.\n\n"
            "Young people should help to choose places and staff. The **police** should send "
            "the same officer on a regular evening, to take part and not to search."
        ),
        reason=(
            "Said how many, where and until when; added the officer who takes part after "
            "hearing the mentor's story."
        ),
        support=(29, 12, 1, 1, 1),
    ),
    RecommendationText(
        number=6,
        theme="People who have been harmed",
        title="One named person for those harmed again and again",
        draft=(
            "People who suffer abuse, hate or repeated crime have to tell their story too "
            "often, to too many people. They should have one person who knows them and stays "
            "with them until the end. That person should ring when they said they would. "
            "Nobody should find out by accident that their case has been closed."
        ),
        final=(
            "By **December 2025** the **police** and the **Council** should give everyone "
            "who is harmed more than once in a year, and everyone who reports hate crime or "
            "abuse at home, **one named person**. The resident can choose someone outside "
            "the police.\n\n"
            "This person calls at agreed times, even if there is no news, and helps with "
            "housing, court and health.\n\n"
            "No such case should be closed before the resident has been told, and why. Both "
            "bodies should ask people afterwards how they were treated, and publish the "
            "answers each year."
        ),
        reason=(
            "Limited it to repeated harm, hate and abuse, so that it can be done, after the "
            "detective's talk."
        ),
        support=(31, 11, 1, 0, 1),
    ),
    RecommendationText(
        number=7,
        theme="Safer places",
        title="Safer ways home after dark",
        draft=(
            "Many of us change our way home after dark. Some paths, underpasses and bus "
            "stops feel unsafe, above all to women, older people and disabled people. The "
            "Council should walk them with the people who use them, at night, and mend what "
            "is wrong. Then it should come back and ask whether it is better."
        ),
        final=(
            "Each year the **Council** should walk at least **two routes in every ward after "
            "dark** with people who use them: women, disabled people, teenagers and "
            "late-shift workers among them. Start by **October 2025**.\n\n"
            "Within **six months** of each walk it should mend what it can, such as lamps, "
            "hedges and doors, and say openly what it cannot mend and why. It should take "
            "care of wildlife and of people's sleep.\n\n"
            "The **police** should join the walks and patrol the routes that worry people "
            "most while repairs wait."
        ),
        reason="Added a number of walks, a time limit for repairs, and care for wildlife.",
        support=(26, 15, 2, 0, 1),
    ),
    RecommendationText(
        number=8,
        theme="Trust",
        title="Officers learn the borough from those who live here",
        draft=(
            "New officers often come from far away and do not know us. Before they start on "
            "our streets, they should meet people here: in a school, a mosque or a church, a "
            "market, a youth club. They should listen first. People who teach them should be "
            "thanked properly. It should not be only a film on a computer."
        ),
        final=(
            "From **September 2025** every officer who joins a ward or response team here "
            "should spend **three days** in the borough with residents before starting work, "
            "and one day each year after that.\n\n"
            "The days should be planned and led by residents: young people, disabled people, "
            "faith groups, shopkeepers, and people who have been stopped or have been "
            "victims. They should be **paid** for it.\n\n"
            "The **police** should run it, and the **Council** should help to find people. "
            "Both should publish how many officers took part and what they said they "
            "learned."
        ),
        reason=(
            "Set the length, said that residents lead it and are paid, and added a yearly day."
        ),
        support=(19, 19, 3, 1, 2),
    ),
    RecommendationText(
        number=9,
        theme="Presence",
        title="Extra officers paid for by the Council",
        draft=(
            "Some councils pay for extra police officers. Ours should do it too, because the "
            "police do not have enough for our wards. They should work only here and not be "
            "taken away. They should go where the problems are greatest. If it does not "
            "help, the Council should stop paying. We know that it costs money."
        ),
        final=(
            "From **April 2025** the **Council** should pay for **six** extra police "
            "officers for two years. They should work only in Waltham Forest, in the wards "
            "with most harm, and not be called away except in a major emergency.\n\n"
            "The **police** should agree to this in writing, and fill the posts in addition "
            "to those already planned.\n\n"
            "After 18 months someone from outside should find out whether it has helped. If "
            "it has not, the Council should stop. The money should not be taken from youth "
            "work."
        ),
        reason=(
            "Set a number and an end date, and protected youth work, to answer the doubts of "
            "several tables."
        ),
        support=(13, 18, 8, 4, 1),
        minority=(
            "We voted against this. We also want to see officers on our streets. But "
            "policing is paid for by the government and the Mayor of London, and we pay for "
            "it already through our council tax. If the Council starts to pay, why should "
            "the others ever pay enough? What six officers cost in one year would pay for "
            "two youth places for more than four years, by the figures we were shown. The "
            "text says that youth work must be spared, but the money has to come from "
            "somewhere: libraries, parks or care for older people. And nobody could promise "
            "us that the officers would stay here when something big happens in London."
        ),
    ),
    RecommendationText(
        number=10,
        theme="A say for residents",
        title="Ask residents before cameras recognise faces here",
        draft=(
            "We are not of one mind about cameras that recognise faces. But we agree that "
            "they should not just appear one day. People should be told and asked first. The "
            "police should explain what they are for, how often they go wrong, and who is on "
            "the list. Then residents should be able to say what they think."
        ),
        final=(
            "Before the **police** next use live face recognition in Waltham Forest, they "
            "and the **Council** should hold an open consultation of at least **eight "
            "weeks**, with meetings in the north, centre and south. The police should "
            "explain what it is for, how often it makes mistakes and with whom, and how to "
            "object.\n\n"
            "The police should not use it here until they have published an answer. The only "
            "exception is an immediate danger to life.\n\n"
            "After each later use they should publish the results within a month."
        ),
        reason=(
            "Added the exception for danger to life, and results after each use; several "
            "members still disagree."
        ),
        support=(15, 13, 9, 5, 2),
        minority=(
            "We do not think that the police should have to wait. These cameras look for "
            "people who are wanted for serious things, rape and murder among them. If one of "
            "them walks through Walthamstow on a Saturday, we want him found. A consultation "
            "takes months and will be answered mostly by those with the strongest views. We "
            "agree that the police should tell us when they use the cameras and publish the "
            "results, mistakes included. That would have been enough. Rules for all of "
            "London, and indeed for the whole country, should be made in one place, not "
            "borough by borough."
        ),
    ),
)

FOREWORD = (
    "In the autumn of 2023 a letter came through ten thousand doors in Waltham Forest. It "
    "asked: would you help to decide how our neighbourhoods should be policed? Fifty people "
    "were drawn by lot from those who said yes. Forty-four of them stayed to the end and "
    "voted.\n\n"
    "They were a driver, a midwife, a student, a grandfather of seven. Some had reason to be "
    "grateful to the police, and some had reason not to be. Over six days they listened to "
    "26 speakers, asked hard questions and changed their minds, some of them more than once. "
    "They did not always agree. Where they did not, this report says so, in their own "
    "words.\n\n"
    "You will find ten recommendations here, with every vote. Two of them fell short of the "
    "three quarters that the assembly had set itself. They are printed all the same, because "
    "so many voted for them.\n\n"
    "Members ask for one thing in return for their six days: an answer. The Council and the "
    "police have promised to answer each recommendation in public. We shall watch that they "
    "do, and we ask you to watch with us.\n\n"
    "*The Advisory Board*"
)

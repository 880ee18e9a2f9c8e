"""URLs of this app, by audience. `assembly.urls` puts each list under its prefix."""

from django.urls import URLPattern, path

from .views import member as m
from .views import public as p
from .views.staff import ballots, drafts, reports, responses

ONE = "recommendations/<int:number>/"
ANSWER = "responses/<int:number>/<slug:body>/"

public: list[URLPattern] = [
    path("recommendations/", p.recommendations, name="public.recommendations"),
    path(ONE, p.recommendation, name="public.recommendation"),
    path("ballot/", p.ballot, name="public.ballot"),
    path("ballot/papers.csv", p.ballot_csv, name="public.ballot.csv"),
    path("report/", p.report, name="public.report"),
    path("report/report.pdf", p.report_pdf, name="public.report.pdf"),
    path("progress/", p.progress, name="public.progress"),
]
staff: list[URLPattern] = [
    path("recommendations/", drafts.listed, name="staff.recommendations"),
    path("recommendations/new/", drafts.propose, name="staff.recommendations.propose"),
    path(ONE, drafts.one, name="staff.recommendations.one"),
    path(f"{ONE}revise/", drafts.revise, name="staff.recommendations.revise"),
    path(f"{ONE}lock/", drafts.lock, name="staff.recommendations.lock"),
    path("ballot/", ballots.ballot, name="staff.ballot"),
    path("ballot/open/", ballots.open_one, name="staff.ballot.open"),
    path("ballot/<int:pk>/close/", ballots.close, name="staff.ballot.close"),
    path("report/", reports.report, name="staff.report"),
    path("report/foreword/", reports.edit, name="staff.report.edit"),
    path("report/preview/", reports.preview, name="staff.report.preview"),
    path("report/publish/", reports.publish, name="staff.report.publish"),
    path("responses/", responses.overview, name="staff.responses"),
    path(ANSWER, responses.one, name="staff.responses.one"),
    path(f"{ANSWER}publish/", responses.publish, name="staff.responses.publish"),
    path(f"{ANSWER}actions/add/", responses.add_action, name="staff.actions.add"),
    path("actions/<int:pk>/", responses.update_action, name="staff.actions.update"),
]
member: list[URLPattern] = [
    path("recommendations/", m.recommendations, name="member.recommendations"),
    path(ONE, m.recommendation, name="member.recommendation"),
    path("statements/<int:pk>/support/", m.support, name="member.statements.support"),
    path("ballot/", m.ballot, name="member.ballot"),
]
board: list[URLPattern] = []

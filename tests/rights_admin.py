"""Who keeps what in the admin: views, adds, changes and deletes."""

from tests.rights_table import read

KEEPERS = ("manager", "leader", "editor", "admin")

# What keepers of content may do with rows of their own, and editors and admins with all, in the admin:
# v look, a add, c change, d delete, i read in from a sheet.
# manager, leader of a programme, editor, admin
ADMIN = read(
    """
members.BouncedAddress             -       -      v      v
members.CalendarLink               -       -      -      v
members.IdentityProvider           -       -      -      vacd
members.MailPreferences            -       -      -      v
members.MemberRequest              -       -      -      v
members.Network                    -       -      -      vc
members.NetworkMembership          v       -      vacdi  vacdi
members.Notification               -       -      v      v
members.Organisation               vc      -      vacdi  vacdi
members.OutboxMessage              -       -      v      v
members.Person                     vac     -      vacdi  vacdi
members.PersonInvitation           -       -      -      v
members.SecurityEvent              -       -      -      v
members.User                       -       -      -      vac
sectors.Appointment                v       -      vacd   vacd
sectors.FocusPoint                 vacd    -      vacd   vacd
sectors.Seat                       vacd    -      vacd   vacd
sectors.Sector                     vc      -      vacd   vacd
sectors.SectorMembership           vacd    -      vacdi  vacdi
sectors.SectorYear                 vacd    -      vacd   vacd
meetings.ActionItem                vacd    -      vacd   vacd
meetings.AgendaItem                vacd    -      vacd   vacd
meetings.Attendance                vacd    -      vacd   vacd
meetings.CalendarEdition           -       -      -      v
meetings.ClosedDay                 -       -      vacd   vacd
meetings.Contribution              vacd    -      vacd   vacd
meetings.Correction                vacd    -      vacd   vacd
meetings.Decision                  vacd    -      vacd   vacd
meetings.Document                  vacd    -      vacd   vacd
meetings.Guest                     vacd    -      vacd   vacd
meetings.Invitation                -       -      -      v
meetings.Mailing                   -       -      -      v
meetings.Meeting                   vacd    -      vacd   vacd
meetings.Minutes                   vacd    -      vacd   vacd
meetings.Preparation               vacd    -      vacd   vacd
meetings.Presenter                 vacd    -      vacd   vacd
meetings.Topic                     vacd    -      vacd   vacd
meetings.TopicOffer                vacd    -      vacd   vacd
meetings.TopicSupport              vacd    -      vacd   vacd
programmes.ActivityParticipant     -       -      vacd   vacd
programmes.CircleCoordinator       -       -      vacd   vacd
programmes.CirclePage              -       -      vacd   vacd
programmes.CircleParticipant       -       -      vacd   vacd
programmes.CircleRequest           -       -      vacd   vacd
programmes.Gathering               -       -      vacd   vacd
programmes.Handover                -       vacd   vacd   vacd
programmes.Hosting                 -       -      vacd   vacd
programmes.JointActivity           -       -      vacd   vacd
programmes.KnowledgeCircle         -       -      vacd   vacd
programmes.LifeSign                -       -      vacd   vacd
programmes.LinkCheck               -       -      v      v
programmes.Outcome                 -       vacd   vacd   vacd
programmes.Platform                -       -      vacd   vacd
programmes.PoolEntry               -       -      vacd   vacd
programmes.Programme               -       v      vacd   vacd
programmes.ProgrammeDecision       -       -      vacd   vacd
programmes.ProgrammeLeader         -       -      vacd   vacd
programmes.ProgrammeParticipant    -       -      vacd   vacd
programmes.StageChange             -       -      vacd   vacd
programmes.Workstream              -       vacd   vacd   vacd
portal.Article                     vacd    -      vacd   vacd
""",
    KEEPERS,
)

"""Background work that spans the network: wake-ups that may run twice or late."""

from celery import shared_task

from portal.daily import do_what_the_day_asks
from portal.digest import send_digests
from portal.joining import tell_about_new_requests
from portal.models import DataExport
from portal.privacy import export


@shared_task(name=export.TASK)
def make_data_export(pk: int) -> None:
    """Gather the data of somebody who asked for them."""
    for waiting in DataExport.objects.to_make().filter(pk=pk):
        export.make_export(export=waiting)


@shared_task(name="portal.tasks.tend_data_exports")
def tend_data_exports() -> None:
    """Make what waits because the broker was down, and empty what is over its day."""
    export.tend_exports()


@shared_task(name="portal.tasks.tell_approvers")
def tell_approvers() -> None:
    """Tell who decides about requests to come in, also when the newcomer left before his waiting page opened."""
    tell_about_new_requests()


@shared_task(name="portal.tasks.send_weekly_mail")
def send_weekly_mail() -> None:
    """Write the weekly mails; the daily work does it later in the week where this did not."""
    send_digests()


@shared_task(name="portal.tasks.do_daily_work")
def do_daily_work() -> None:
    """Do what falls due by date."""
    do_what_the_day_asks()

"""The installation of triggers by the first migrations of the history."""

from typing import Any

from pgtrigger import migrations


class AddTrigger(migrations.AddTrigger):
    """Installs a trigger without building the models of the migration's state anew, to which it makes no difference.

    With 150 triggers that takes six seconds off every database that is made, one for each process of the tests.
    """

    trigger: Any

    def state_forwards(self, app_label: str, state: Any) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]

    def database_forwards(self, app_label: str, schema_editor: Any, *_states: Any) -> None:  # noqa: ARG002 - Django's
        schema_editor.execute(self.trigger.install_sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, *_states: Any) -> None:  # noqa: ARG002 - Django's
        schema_editor.execute(self.trigger.uninstall_sql, params=None)


class RemoveTrigger(migrations.RemoveTrigger):
    """Takes a trigger away in the same manner, before the columns change that it copies."""

    def state_forwards(self, app_label: str, state: Any) -> None:
        options = state.models[app_label, self.model_name].options
        options["triggers"] = [kept for kept in options.get("triggers", []) if kept.name != self.name]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, *_states: Any) -> None:
        schema_editor.execute(self._trigger(app_label, from_state).uninstall_sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, _from: Any, to_state: Any) -> None:
        schema_editor.execute(self._trigger(app_label, to_state).install_sql, params=None)

    def _trigger(self, app_label: str, state: Any) -> Any:
        found = state.models[app_label, self.model_name].options["triggers"]
        return next(trigger for trigger in found if trigger.name == self.name)

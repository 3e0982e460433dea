// Select2 leaves its boxes without a name when nothing is chosen yet: give them the name of the field they stand for.

const nameOf = (select) =>
  select.getAttribute("aria-label") ?? select.labels[0]?.textContent.replace(":", "").trim() ?? "";

const give = (select) => {
  const box = select.nextElementSibling?.querySelector("[role=combobox]");
  const chosen = box?.querySelector(".select2-selection__rendered");
  if (!chosen || box.id) return;
  box.id = `${select.id}_box`;
  box.setAttribute("aria-label", nameOf(select));
  if (select.multiple) {
    box.querySelector("input").setAttribute("aria-label", nameOf(select));
  } else {
    box.setAttribute("aria-labelledby", `${box.id} ${chosen.id}`);
    chosen.setAttribute("aria-labelledby", box.id);
  }
};

const giveAll = () => document.querySelectorAll("select.select2-hidden-accessible").forEach(give);

new MutationObserver(giveAll).observe(document.documentElement, { childList: true, subtree: true });
giveAll();

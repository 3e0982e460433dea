// The row below the buttons where the address of a link is typed. It stands in a form, so Enter must not send that.
const GOOD = /^(https?:\/\/|mailto:|tel:|\/|#)/i

export function linkRow(editor, words, id) {
  const row = document.createElement("div")
  row.className = "link-row"
  row.hidden = true
  const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: words.address })
  const field = Object.assign(document.createElement("input"), { id, type: "text", inputMode: "url" })
  const refusal = Object.assign(document.createElement("p"), { hidden: true, textContent: words.refused })
  refusal.setAttribute("role", "alert")
  const close = () => {
    row.hidden = true
    editor.commands.focus()
  }
  const apply = () => {
    refusal.hidden = GOOD.test(field.value.trim())
    if (!refusal.hidden) return field.focus()
    link(editor, field.value.trim())
    close()
  }
  const remove = () => {
    editor.chain().extendMarkRange("link").unsetLink().run()
    close()
  }
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") apply()
    else if (event.key === "Escape") close()
    else return
    event.preventDefault()
  })
  row.append(label, field, pressed(words.apply, apply), pressed(words.removeLink, remove), refusal)
  row.open = () => {
    field.value = editor.getAttributes("link").href ?? ""
    refusal.hidden = true
    row.hidden = false
    field.focus()
  }
  return row
}

function link(editor, href) {
  if (editor.state.selection.empty && !editor.isActive("link"))
    editor.commands.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] })
  else editor.chain().extendMarkRange("link").setLink({ href }).run()
}

function pressed(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text })
  made.addEventListener("click", act)
  return made
}

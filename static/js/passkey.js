// Passkeys: a form marked data-passkey asks the browser for the key before it is sent.
// Its options stand in the page as JSON, or come from the form's own address.
async function optionsFor(form) {
  const given = document.getElementById("js_data");
  if (given) return JSON.parse(given.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return answer.json();
}

async function keyFor(form) {
  const found = await optionsFor(form);
  if (form.dataset.passkey !== "new") {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(found.request_options.publicKey);
    return navigator.credentials.get({ publicKey });
  }
  const options = found.creation_options.publicKey;
  const alone = form.elements.passwordless.checked;
  Object.assign(options.authenticatorSelection, {
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    userVerification: alone ? "required" : "preferred",
  });
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      form.elements.credential.value = JSON.stringify(await keyFor(form));
      form.submit();
    } catch {
      form.querySelector("[role=alert]").hidden = false;
    }
  });
}

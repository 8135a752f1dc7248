// A version's page may be kept for good; only this asks whether a later version has replaced it.
const note = document.getElementById("thay-the");
const link = note?.querySelector("a");
if (note?.dataset.src && link) {
  const response = await fetch(note.dataset.src);
  const { url } = response.ok ? await response.json() : {};
  if (url) {
    link.href = (document.documentElement.lang === "en" ? "/en" : "") + url;
    note.hidden = false;
  }
}

// Files for the message being written: by picker, drag or paste, with progress and cancel.
import { config, say } from "./config.js";
import { toast } from "../ui/toast.js";

const list = () => document.getElementById("composer-files");

export const uploading = () => Boolean(list()?.querySelector("[data-uploading]"));
export const fileIds = () => [...(list()?.querySelectorAll("[data-file]") || [])].map((row) => row.dataset.file);
export const fileCount = () => list()?.children.length || 0;

/** Show files that the server has already, to go with the next message. */
export function haveFiles(files) {
  for (const file of files) {
    const row = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = file.name;
    row.append(label, removal(file.name, () => row.remove()));
    row.dataset.file = file.id;
    list().append(row);
  }
}

function removal(name, gone) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", say("remove", { name }));
  button.addEventListener("click", gone);
  return button;
}

export function clearFiles() {
  list()?.replaceChildren();
}

const caps = JSON.parse(config.fileCaps || "{}");
const most = (file) => caps[file.name?.split(".").pop().toLowerCase()] ?? Number(config.maxBytes);

export function addFiles(files) {
  for (const file of files) {
    if (fileCount() >= Number(config.maxFiles)) {
      toast(say("too_many", { limit: config.maxFiles }));
      return;
    }
    if (file.size > most(file)) toast(say("too_large", { name: file.name, limit: Math.floor(most(file) / 1e6) }));
    else send(file);
  }
}

function send(file, { url = "", name = file.name || "image.png" } = {}) {
  const row = document.createElement("li");
  row.dataset.uploading = "";
  const label = document.createElement("span");
  label.textContent = name;
  const progress = document.createElement("progress");
  progress.className = "progress";
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", say("uploading", { name }));
  const large = url || file.size > Number(config.resumeBytes);
  row.append(label, progress, removal(name, () => (request.abort(), row.remove())));
  list().append(row);
  const request = large ? inPieces(file, name, url, row, progress) : upload(file, row, progress);
}

/** In pieces: a cut costs one of them. */
function inPieces(file, name, url, row, progress) {
  const base = document.getElementById("desk-composer").dataset.uploads;
  const state = document.createElement("span");
  state.className = "soft";
  state.setAttribute("role", "status");
  progress.after(state);
  const on = {
    progress: (part) => (progress.value = part * 100),
    paused: (is) => (state.textContent = is ? say("upload_paused") : ""),
  };
  const headers = () => ({ "X-CSRFToken": config.csrf });
  const sending = import("../ui/large.js").then(({ sendLarge }) => sendLarge({ scope: base, base, url, file, name, headers, on }));
  sending.then((sent) => sent.done).then((answer) => arrived(row, progress, answer.file, state)).catch((error) => {
    if (error.name !== "AbortError") failed(row, error.sentence || say("failed"));
  });
  return { abort: () => sending.then((sent) => sent.cancel()) };
}

function arrived(row, progress, file, state = null) {
  delete row.dataset.uploading;
  row.dataset.file = file.id;
  progress.remove();
  state?.remove();
}

/** Large files that a reload cut off. */
document.addEventListener("desk:opened", async () => {
  const base = document.getElementById("desk-composer")?.dataset.uploads;
  if (!base || !globalThis.indexedDB || list().querySelector("[data-uploading]")) return;
  const { cutOff } = await import("../ui/large.js");
  const found = await cutOff(base);
  if (document.getElementById("desk-composer")?.dataset.uploads !== base) return;
  for (const { url, file, name } of found) send(file, { url, name });
});

function upload(file, row, progress) {
  const request = new XMLHttpRequest();
  const form = new FormData();
  form.append("file", file, file.name || "image.png");
  request.open("POST", document.getElementById("desk-composer").dataset.files);
  request.setRequestHeader("X-CSRFToken", config.csrf);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = (event.loaded / event.total) * 100;
  });
  request.addEventListener("load", () => {
    if (request.status === 200 && request.response?.id) arrived(row, progress, request.response);
    else failed(row, request.response?.sentence || say("failed"));
  });
  request.addEventListener("error", () => failed(row, say("offline")));
  request.send(form);
  return request;
}

function failed(row, sentence) {
  row.remove();
  toast(sentence);
}

const composer = (event) => event.target.closest?.("#desk-composer, .thread-scroll") && list();

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-attach]")) document.getElementById("composer-file").click();
});
document.addEventListener("change", (event) => {
  if (event.target.id !== "composer-file") return;
  addFiles(event.target.files);
  event.target.value = "";
});
document.addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  if (!files?.length || !composer(event)) return;
  event.preventDefault();
  addFiles(files);
});
document.addEventListener("dragover", (event) => {
  if (composer(event) && event.dataTransfer.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (!composer(event) || !event.dataTransfer.files.length) return;
  event.preventDefault();
  addFiles(event.dataTransfer.files);
});

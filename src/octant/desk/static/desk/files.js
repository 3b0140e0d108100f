// Files for the message being written: by picker, drag or paste, with progress and cancel.
import { config, say } from "./config.js";
import { toast } from "../ui/toast.js";

const LIMIT_MB = Math.floor(Number(config.maxBytes) / 1048576);
const list = () => document.getElementById("composer-files");

export const uploading = () => Boolean(list()?.querySelector("[data-uploading]"));
export const fileIds = () => [...(list()?.querySelectorAll("[data-file]") || [])].map((row) => row.dataset.file);
export const fileCount = () => list()?.children.length || 0;

export function clearFiles() {
  list()?.replaceChildren();
}

export function addFiles(files) {
  for (const file of files) {
    if (fileCount() >= Number(config.maxFiles)) {
      toast(say("too_many", { limit: config.maxFiles }));
      return;
    }
    if (file.size > Number(config.maxBytes)) toast(say("too_large", { name: file.name, limit: LIMIT_MB }));
    else send(file);
  }
}

function send(file) {
  const row = document.createElement("li");
  row.dataset.uploading = "";
  const name = document.createElement("span");
  name.textContent = file.name || "image.png";
  const progress = document.createElement("progress");
  progress.className = "progress";
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", say("uploading", { name: name.textContent }));
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "×";
  remove.setAttribute("aria-label", say("remove", { name: name.textContent }));
  row.append(name, progress, remove);
  list().append(row);
  const request = upload(file, row, progress);
  remove.addEventListener("click", () => (request.abort(), row.remove()));
}

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
    if (request.status === 200 && request.response?.id) {
      delete row.dataset.uploading;
      row.dataset.file = request.response.id;
      progress.remove();
    } else failed(row, request.response?.sentence || say("failed"));
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

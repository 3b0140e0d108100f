// What every customer page loads. Each part works alone and finds its own elements.
import "./owner.js";
import "./theme.js";
import "./language.js";
import "./menu.js";
import "./dialog.js";
import "./copy.js";
import "./time.js";
import "./notices.js";
import "./headings.js";
import "./suggest.js";
import "./rating.js";
import "./autosave.js";

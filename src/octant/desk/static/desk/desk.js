// The agents' desk. Each part finds its own elements and works without the others.
import "./hooks.js";
import "./timers.js";
import "./settings.js";
import "./list.js";
import "./thread.js";
import "./composer.js";
import "./picker.js";
import "./offers.js";
import "./palette.js";
import "./keys.js";
import "./live.js";
import "./undo.js";
import "./autosave.js";
import "./planned.js";
import "./many.js";
import "./rail.js";
import "./board.js";

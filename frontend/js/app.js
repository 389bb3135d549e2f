import "htmx.org";
import "./ui.js";
import "./keys.js";
import "./palette.js";
import "./select.js";
import "./session.js";
import "./drop.js";
import "./approvals.js";

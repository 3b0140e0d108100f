// On a phone the rail is pushed sideways: begin where the page is.
document.querySelector(".desk-rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

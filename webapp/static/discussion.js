// Comforts of the page of a discussion, which works without them.
"use strict";

// "#c-…" names a contribution for good, but may stand on another page of a long discussion.
const said = location.hash.match(/^#c-([0-9a-f]+)$/);
const address = new URL(location);
if (said && !document.getElementById(location.hash.slice(1)) && !address.searchParams.has("at")) {
  address.searchParams.set("at", said[1]);
  location.replace(address);
}

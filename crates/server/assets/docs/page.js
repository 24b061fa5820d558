// Reads the description of the interface and makes a form of each operation. Everything it shows is put in as text.

/** An element with attributes and children. */
function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
}

/** A text whose words between backticks are code. */
function words(text = "") {
    return text.replaceAll("**", "").split("`").map((part, index) => (index % 2 === 0 ? part : element("code", {}, part)));
}

/** A schema with what it refers to in its place. */
function resolved(schema, description) {
    if (!schema?.$ref) return schema ?? {};
    return schema.$ref.split("/").slice(1).reduce((at, part) => at[part], description);
}

/** A value to begin with: what is required, as little as can be. */
function example(schema, description) {
    const known = resolved(schema, description);
    const type = [known.type].flat()[0];
    if (known.enum) return known.enum[0];
    if (type === "array") return [];
    if (type === "integer") return known.minimum ?? 0;
    if (type !== "object") return "";
    const required = (known.required ?? []).map((name) => [name, example(known.properties[name], description)]);
    return Object.fromEntries(required);
}

/** The choices a schema leaves, if it leaves few. */
function choices(schema, description) {
    const known = resolved(schema, description);
    const one = [...(known.oneOf ?? []), ...(known.anyOf ?? [])].map((part) => resolved(part, description));
    return known.enum ?? one.find((part) => part.enum)?.enum;
}

/** A field for a parameter, with its label. */
function field(parameter, description) {
    const named = choices(parameter.schema, description);
    const input = named
        ? element("select", {}, element("option", { value: "" }, "–"), ...named.map((name) => element("option", {}, name)))
        : element("input", { autocomplete: "off", spellcheck: "false" });
    if (parameter.required) input.required = true;
    if (parameter.name === "engagement") input.setAttribute("list", "engagements");
    const about = element("small", {}, ...words(parameter.description));
    return { parameter, input, label: element("label", {}, parameter.name, about, input) };
}

/** Sends what the fields say and shows the answer. */
async function send(method, path, fields, body, answer) {
    const headers = { "content-type": "application/json" };
    const query = new URLSearchParams();
    let address = path;
    for (const { parameter, input } of fields) {
        const value = input.value.trim();
        if (value === "") continue;
        if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(value));
        else if (parameter.in === "header") headers[parameter.name] = value;
        else query.set(parameter.name, value);
    }
    if (query.size > 0) address += `?${query}`;
    answer.textContent = `${method} ${address} …`;
    try {
        const began = performance.now();
        const got = await fetch(address, { method, headers, body: method === "GET" ? undefined : (body?.value ?? "") });
        const text = await got.text();
        const took = Math.round(performance.now() - began);
        answer.textContent = `${method} ${address}\n${got.status} in ${took} ms\n\n${pretty(text)}`;
    } catch (error) {
        answer.textContent = `${method} ${address}\nThe server cannot be reached: ${error.message}`;
    }
}

function pretty(text) {
    try {
        return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        return text;
    }
}

/** One operation. */
function operation(method, path, about, description) {
    const fields = (about.parameters ?? []).map((parameter) => field(parameter, description));
    const schema = about.requestBody?.content["application/json"]?.schema;
    const body = schema && element("textarea", { rows: "6", spellcheck: "false" });
    if (body) body.value = JSON.stringify(example(schema, description), null, 2);
    const answer = element("pre", { role: "status" });
    const form = element("form", {}, ...fields.map((one) => one.label));
    if (body) form.append(element("label", {}, "Body", body), shape(schema, description));
    form.append(element("button", {}, "Send"), answer);
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(method, path, fields, body, answer);
    });
    const answers = Object.entries(about.responses).flatMap(([status, { description: told }]) => [
        element("dt", {}, status),
        element("dd", {}, ...words(told)),
    ]);
    const told = element("div", { class: "told" }, element("p", {}, ...words(about.description)), element("dl", {}, ...answers));
    const summary = element("summary", {}, element("b", {}, method), element("code", {}, path), ` ${about.summary ?? ""}`);
    return element("details", {}, summary, told, form);
}

/** What may stand in a body. */
function shape(schema, description) {
    const known = resolved(schema, description);
    const about = Object.entries(known.properties ?? {}).flatMap(([name, part]) => [
        element("dt", {}, name),
        element("dd", {}, ...words([[part.type].flat().join(" or "), part.description].filter(Boolean).join(". "))),
    ]);
    return element("dl", {}, ...about);
}

/** Who is signed in, and their engagements to choose from. */
async function who() {
    const place = document.getElementById("who");
    const me = await fetch("/api/v1/users/me");
    if (!me.ok) {
        place.replaceChildren("You are not signed in: ", element("a", { href: "/" }, "sign in"), ", then load this page anew.");
        return;
    }
    const { person } = await me.json();
    place.textContent = `Signed in as ${person.name}. What you send here is done in your name.`;
    const got = await fetch("/api/v1/engagements");
    if (!got.ok) return;
    const { items } = await got.json();
    const options = items.map(({ id, name, role }) => element("option", { value: id }, `${name} (${role})`));
    document.body.append(element("datalist", { id: "engagements" }, ...options));
}

async function draw() {
    const all = document.getElementById("all");
    const description = await (await fetch("/api/v1/openapi.json")).json();
    const paragraphs = description.info.description.split(/\n\n+/).map((text) => element("p", {}, ...words(text)));
    const source = element("p", {}, "The description: ", element("a", { href: "/api/v1/openapi.json" }, "/api/v1/openapi.json"));
    all.replaceChildren(...paragraphs, source);
    for (const { name, description: about } of description.tags) {
        all.append(element("h2", {}, name), element("p", {}, about));
        for (const [path, methods] of Object.entries(description.paths)) {
            for (const [method, about] of Object.entries(methods)) {
                if (about.tags.includes(name)) all.append(operation(method.toUpperCase(), path, about, description));
            }
        }
    }
}

draw().catch((error) => {
    document.getElementById("all").textContent = `The description cannot be read: ${error.message}`;
});
who().catch(() => {
    document.getElementById("who").textContent = "The server cannot be reached.";
});

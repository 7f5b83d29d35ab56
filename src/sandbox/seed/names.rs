//! Words the worlds are made of.

pub(super) const FIRST: [&str; 60] = [
    "Amara", "Anton", "Beatriz", "Benoit", "Camille", "Carlos", "Chiara", "Daniel", "Daria", "Desmond",
    "Elif", "Elena", "Emeka", "Esther", "Farah", "Felix", "Freya", "Gabriel", "Grace", "Hana", "Henrik",
    "Hugo", "Imani", "Ines", "Ivan", "Jasmin", "Jonas", "Julia", "Kaito", "Katya", "Kofi", "Laila", "Leon",
    "Lucia", "Mads", "Marta", "Mateo", "Mei", "Milan", "Nadia", "Niamh", "Noor", "Olga", "Omar", "Oscar",
    "Paula", "Petra", "Priya", "Quentin", "Rafael", "Rosa", "Samir", "Sofia", "Stefan", "Tariq", "Tessa",
    "Tomas", "Uma", "Yara", "Zoe",
];

pub(super) const LAST: [&str; 60] = [
    "Abbott",
    "Adeyemi",
    "Almeida",
    "Andersen",
    "Baptiste",
    "Barros",
    "Becker",
    "Bianchi",
    "Bondar",
    "Castillo",
    "Chen",
    "Costa",
    "Dahl",
    "Diallo",
    "Dubois",
    "Eriksen",
    "Farkas",
    "Ferrari",
    "Fischer",
    "Fonseca",
    "Fraser",
    "Garcia",
    "Gupta",
    "Haddad",
    "Hansen",
    "Hoffmann",
    "Horvat",
    "Ibrahim",
    "Ito",
    "Jansen",
    "Jensen",
    "Kaya",
    "Keller",
    "Kim",
    "Kovacs",
    "Kowalski",
    "Lambert",
    "Larsen",
    "Lindqvist",
    "Lopez",
    "Marchetti",
    "Mbeki",
    "Mensah",
    "Meyer",
    "Moreau",
    "Nakamura",
    "Novak",
    "Okafor",
    "Oliveira",
    "Park",
    "Petrov",
    "Quinn",
    "Rahman",
    "Rossi",
    "Sato",
    "Schmidt",
    "Silva",
    "Tanaka",
    "Virtanen",
    "Weber",
];

/// Client programs people log in with: user agent and application name.
pub(super) const PROGRAMS: [(&str, &str); 4] = [
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
        "SignNow Web Application",
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
        "SignNow Web Application",
    ),
    ("SignNow/11.2 (iPhone; iOS 18.1; Scale/3.00)", "SignNow iOS"),
    ("SignNow/9.40 (Android 15; Pixel 8)", "SignNow Android"),
];

/// What documents are called; `{}` becomes the name of the other party.
pub(super) const DOCUMENTS: [&str; 16] = [
    "Service agreement {}",
    "Mutual non-disclosure agreement {}",
    "Purchase order {}",
    "Employment contract {}",
    "Lease addendum {}",
    "Statement of work {}",
    "Data processing agreement {}",
    "Vendor registration {}",
    "Offer letter {}",
    "Equipment handover {}",
    "Consulting agreement {}",
    "Annual review {}",
    "Photo release {}",
    "Travel authorization {}",
    "Change order {}",
    "Supplier audit {}",
];

pub(super) const ROLES: [&str; 4] = ["Signer", "Approver", "Manager", "Witness"];

pub(super) const FOOTERS: [&str; 4] = [
    "This message was sent on behalf of {}. Please do not reply to it.",
    "{}: documents signed here are legally binding in your country.",
    "Questions about this document? Ask your contact at {}.",
    "{} will never ask for your password by mail.",
];

pub(super) const TEAMS: [&str; 6] = ["Sales", "People", "Legal", "Operations", "Finance", "Procurement"];

/// Organizations of the large world: `first second`.
pub(super) const COMPANY_FIRST: [&str; 10] =
    ["Amber", "Cobalt", "Copper", "Crimson", "Ivory", "Marble", "Russet", "Silver", "Teal", "Velvet"];

pub(super) const COMPANY_SECOND: [&str; 2] = ["Orchard", "Foundry"];

"""What the problem documents say, in French and English, side by side; `catalogue.TEXTS` holds them too."""

from __future__ import annotations

PROBLEM_TEXTS: dict[str, tuple[str, str]] = {
    # problem titles
    "bad-request": ("Requête incorrecte", "Bad request"),
    "unauthenticated": ("Clé ou session nécessaire", "Key or session needed"),
    "forbidden": ("Non permis", "Not allowed"),
    "page-outdated": ("Page périmée", "Page out of date"),
    "not-found": ("Introuvable", "Not found"),
    "method-not-allowed": ("Méthode non permise", "Method not allowed"),
    "event-conflict": ("Identifiant déjà pris", "Id used twice"),
    "key-in-use": ("Même envoi en cours", "Same post under way"),
    "key-reused": ("Clé d’idempotence déjà prise", "Idempotency key used twice"),
    "too-large": ("Corps de requête trop grand", "Request body too large"),
    "too-slow": ("Requête trop lente", "Request too slow"),
    "address-too-long": ("Adresse trop longue", "Address too long"),
    "rate-limited": ("Trop de requêtes", "Too many requests"),
    "headers-too-large": ("En-têtes trop grands", "Headers too large"),
    "misdirected": ("Nom d’hôte refusé", "Host name refused"),
    "unsupported-media-type": ("Type de contenu refusé", "Unsupported media type"),
    "index-missing": ("Client pas encore indexé", "Client not built yet"),
    "index-damaged": ("Index endommagé", "Index damaged"),
    "model-missing": ("Modèle absent", "Model missing"),
    "model-mismatch": ("Index fait avec un autre modèle", "Index built with another model"),
    "build-busy": ("Construction en cours", "Build under way"),
    "not-ready": ("Pas encore prêt", "Not ready"),
    "internal": ("Erreur interne", "Internal error"),
    # problem details
    "not-found-detail": ("Il n’y a rien à cette adresse.", "There is nothing at this address."),
    "replaced-detail": (
        "Cet article n’est plus dans la base : un autre l’a remplacé.",
        "This article is no longer in the base: another has taken its place.",
    ),
    "unauthenticated-detail": (
        "Envoyez une clé valable : Authorization: Bearer kbs_… (kbsearch keys create en fait une).",
        "Send a key that holds: Authorization: Bearer kbs_… (kbsearch keys create makes one).",
    ),
    "forbidden-detail": (
        "Il manque le droit « {scope} » pour ce client.",
        "The scope “{scope}” is missing for this client.",
    ),
    "forbidden-page-detail": (
        "La demande ne vient pas d’une page de ce serveur, ou d’une page périmée. Rechargez la page.",
        "The request does not come from a page of this server, or from one that is out of date. Reload the page.",
    ),
    "forbidden-key-detail": (
        "Cette adresse est pour les personnes, et la demande porte une clé. Connectez-vous dans un navigateur.",
        "This address is for people, and the request carries a key. Sign in with a browser.",
    ),
    "forbidden-embedded-detail": (
        "Un appel commence par un lien ouvert dans un onglet : ni image, ni cadre, ni script, ni préchargement.",
        "A call begins by a link opened in a tab: by no image, frame or script, and by nothing loaded ahead.",
    ),
    "method-not-allowed-detail": ("Cette adresse accepte : {allowed}.", "This address accepts: {allowed}."),
    "too-large-detail": (
        "Au plus {limit} octets par envoi. Envoyez moins à la fois : coupez un fichier entre deux lignes, avec son "
        "en-tête dans chaque partie.",
        "At most {limit} bytes a post. Send less at once: cut a file between two rows, with its header in each part.",
    ),
    "bad-request-detail": ("Ce n’est pas une requête HTTP/1.1 valable.", "This is not a valid HTTP/1.1 request."),
    "too-slow-detail": (
        "La requête n’est pas arrivée en entier à temps. Renvoyez-la.",
        "The request did not arrive whole in time. Send it again.",
    ),
    "address-too-long-detail": (
        "Au plus {limit} caractères avant « ? », et autant après. Les textes vont dans le corps.",
        "At most {limit} characters before “?”, and as many after it. Texts belong in the body.",
    ),
    "rate-limited-detail": (
        "Vous envoyez plus de requêtes que permis. Réessayez dans {seconds} s.",
        "You send more requests than allowed. Try again in {seconds} s.",
    ),
    "headers-too-large-detail": (
        "Les en-têtes de cette requête sont trop nombreux ou trop longs.",
        "The headers of this request are too many or too long.",
    ),
    "misdirected-detail": (
        "Ce serveur ne répond qu’aux noms sous lesquels il est servi et, hors de sa machine, qu’en HTTPS.",
        "This server only answers to the names that it is served under and, beyond its own machine, only by HTTPS.",
    ),
    "unsupported-media-type-detail": (
        "Envoyez du JSON avec l’en-tête Content-Type: application/json.",
        "Send JSON with the header Content-Type: application/json.",
    ),
    "unsupported-table-detail": (
        "Envoyez des lignes JSON avec l’en-tête Content-Type: application/x-ndjson, ou du CSV avec text/csv.",
        "Send JSON Lines with the header Content-Type: application/x-ndjson, or CSV with text/csv.",
    ),
    "busy-detail": ("Trop de demandes attendent déjà.", "Too many requests are waiting already."),
    "internal-detail": (
        "L’erreur est dans kbsearch, pas dans la requête. Citez cet identifiant : {id}.",
        "The fault is in kbsearch, not in the request. Quote this id: {id}.",
    ),
    "index-missing-detail": ("Aucun index n’est encore construit ici.", "No index is built here yet."),
    "index-damaged-detail": (
        "L’index de ce client est endommagé. Le journal du serveur dit quel fichier.",
        "This client’s index is damaged. The server’s log says which file.",
    ),
    "model-missing-detail": (
        "Le modèle n’est pas préparé sur ce serveur, ou il est endommagé.",
        "The model is not prepared on this server, or it is damaged.",
    ),
    "model-failed-detail": (
        "Le modèle échoue ({cause}). Le journal du serveur en dit plus.",
        "The model fails ({cause}). The server’s log says more.",
    ),
    "model-mismatch-detail": (
        "L’index a été construit avec un autre modèle que celui de ce serveur.",
        "The index was built with another model than this server’s.",
    ),
    "event-conflict-detail": (
        "Un événement de ce client porte déjà cet identifiant, avec un autre contenu. Rien n’a été enregistré.",
        "An event of this client has this id already, with another content. Nothing was kept.",
    ),
    "incident-conflict-detail": (
        "Un incident de ce client porte déjà cet identifiant, avec un autre contenu. Rien n’a été enregistré.",
        "An incident of this client has this id already, with another content. Nothing was kept.",
    ),
    "incident-over-detail": (
        "Cet incident est terminé et ne peut pas être rouvert. Rien n’a été enregistré.",
        "This incident is over and cannot be opened again. Nothing was kept.",
    ),
    "key-in-use-detail": (
        "Un envoi de même clé n’a pas encore sa réponse. Renvoyez-le dans un instant.",
        "A post with this key has no answer yet. Send it again in a moment.",
    ),
    "key-reused-detail": (
        "Cette clé d’idempotence est celle d’un autre envoi. Rien n’a été enregistré : donnez une clé à chaque envoi.",
        "This idempotency key is that of another post. Nothing was kept: give each post a key of its own.",
    ),
    "build-busy-detail": ("Une construction est déjà en cours.", "A build is already under way."),
    "not-ready-detail": (
        "Le serveur ne peut pas répondre pour l’instant. Son journal dit pourquoi. Un envoi sans réponse peut être "
        "refait tel quel : il ne comptera pas deux fois.",
        "The server cannot answer now. Its log says why. What was sent without an answer can be sent again as it is: "
        "it will not count twice.",
    ),
    "fields-detail": ("Champ à corriger : {field}. {message}", "Field to mend: {field}. {message}"),
    "remedy": ("Lancez : {command}", "Run: {command}"),
    # field messages
    "field-missing": ("Ce champ est obligatoire.", "This field is required."),
    "field-unknown": ("Ce champ n’existe pas ici.", "There is no such field here."),
    "field-twice": ("À ne donner qu’une fois.", "To be given once."),
    "field-type": ("Attendu : {expected} ; reçu : {got}.", "Expected {expected}, got {got}."),
    "field-too-long": ("Au plus {limit} caractères.", "At most {limit} characters."),
    "field-too-short": ("Longueur minimale : {limit}.", "Minimum length: {limit}."),
    "field-too-many": ("Au plus {limit} éléments.", "At most {limit} items."),
    "field-too-few": ("Il en faut au moins {limit}.", "At least {limit} needed."),
    "field-too-small": ("Au moins {limit}.", "At least {limit}."),
    "field-too-big": ("Au plus {limit}.", "At most {limit}."),
    "field-one-of": ("Valeurs possibles : {allowed}.", "Write one of: {allowed}."),
    "field-fields": ("Champs possibles : {allowed}.", "The fields are: {allowed}."),
    "field-offset": (
        "Écrivez aussi le décalage : 2026-11-02T09:14:00+01:00, ou …Z pour UTC.",
        "Write the offset too: 2026-11-02T09:14:00+01:00, or …Z for UTC.",
    ),
    "field-datetime": (
        "Attendu : une date et une heure comme 2026-11-02T09:14:00+01:00.",
        "Expected a date and time such as 2026-11-02T09:14:00+01:00.",
    ),
    "field-id": (
        "De 1 à {limit} caractères, sans caractère de contrôle.",
        "1 to {limit} characters, no control characters.",
    ),
    "field-id-of-address": (
        "De 1 à {limit} caractères, sans « / » ni caractère de contrôle ; « . » et « .. » ne sont pas permis.",
        "1 to {limit} characters, no “/”, no control characters; “.” and “..” are not allowed.",
    ),
    "field-id-personal": (
        "Cet identifiant contient des données personnelles (nom, téléphone, adresse…), et les identifiants sont gardés "
        "tels quels. Rien n’a été enregistré : envoyez le numéro que votre outil a donné.",
        "This id holds personal data (a name, a telephone number, an address…), and ids are kept as they are. Nothing "
        "was kept: send the number that your tool gave.",
    ),
    "field-version": (
        "Attendu : l’identifiant complet d’un commit Git (40 ou 64 chiffres hexadécimaux), ou worktree.",
        "Expected the full id of a Git commit (40 or 64 hex digits), or worktree.",
    ),
    "field-blank": ("Ce texte est vide : écrivez quelques mots.", "This text is blank: write some words."),
    "field-says-nothing": (
        "Ces mots se disent de tout (« le », « plus rien ») : écrivez ce que disent les appelants.",
        "These words are said of everything (“the”, “it is”): write what callers say.",
    ),
    "incident-conflict-field": (
        "« {id} » est un autre incident : donnez un identifiant à chacun.",
        "“{id}” is another incident: give each an id of its own.",
    ),
    "incident-over-field": (
        "« {id} » a été clos : déclarez la nouvelle panne sous un autre identifiant.",
        "“{id}” was closed: declare the new fault under another id.",
    ),
    "event-conflict-field": (
        "« {id} » désigne un autre événement : donnez un identifiant à chacun.",
        "“{id}” is another event: give each an id of its own.",
    ),
    "body-not-utf8": ("Le corps n’est pas du texte UTF-8.", "The body is not UTF-8 text."),
    "body-not-json": ("Le corps n’est pas du JSON valable.", "The body is not valid JSON."),
    "body-empty": ("Le corps est vide.", "The body is empty."),
    "body-too-many-fields": (
        "Ce formulaire a trop de champs : rechargez la page et renvoyez-le.",
        "This form has too many fields: load the page again and send it from there.",
    ),
    "value-at": (
        "Attendu : une date et une heure comme 2026-12-25T03:00 (heure locale du client), de 2000 à 2098.",
        "Expected a date and time such as 2026-12-25T03:00 (the client’s local time), from 2000 to 2098.",
    ),
    "value-year": ("Attendu : une date de 2000 à 2098.", "Expected a date from 2000 to 2098."),
    "value-ahead": (
        "Cette heure est à venir, de plus de deux jours : vérifiez l’horloge et le fuseau de l’outil qui l’envoie.",
        "This time is still to come, by more than two days: look at the clock and the zone of the tool that sends it.",
    ),
    "value-day": (
        "Attendu : un jour comme 2026-11-02, de 2000 à 2098.",
        "Expected a day such as 2026-11-02, from 2000 to 2098.",
    ),
    "value-days-order": (
        "Le premier jour ne peut pas être après le dernier.",
        "The first day cannot be after the last.",
    ),
    "value-days-many": (
        "La période peut avoir 366 jours au plus, premier et dernier compris.",
        "The period may have 366 days at most, the first and the last included.",
    ),
    "value-month": (
        "Ce n’est pas un mois comme 2026-11, de 2000 à 2098.",
        "This is not a month such as 2026-11, from 2000 to 2098.",
    ),
    "value-month-future": ("Ce mois n’a pas commencé.", "This month has not begun."),
    "value-closed-early": (
        "L’incident ne peut pas finir avant de commencer : indiquez une heure après son ouverture.",
        "The incident cannot end before it begins: give a time after its opening.",
    ),
    "value-incident": (
        "Ce client n’a pas d’incident de cet identifiant : déclarez-le d’abord, ou laissez le champ vide.",
        "This client has no incident of this id: declare it first, or leave the field out.",
    ),
    "value-call": (
        "L’identifiant de l’appel a de 1 à 128 caractères, sans « / » ni caractère de contrôle.",
        "The call’s id has 1 to 128 characters, no “/” and no control characters.",
    ),
    "value-kept": (
        "Seule une recherche d’un appel est gardée : donnez aussi « call », ou laissez ce champ.",
        "Only a search of a call is kept: give `call` too, or leave this field out.",
    ),
    "value-line": (
        "Ce n’est aucun des numéros que liste la configuration de ce client. Rien n’a été gardé : corrigez l’adresse "
        "à laquelle votre téléphonie envoie ses messages, ou ajoutez le numéro à « lines ».",
        "This is none of the numbers that this client’s configuration lists. Nothing was kept: mend the address that "
        "your telephone system posts to, or add the number to `lines`.",
    ),
    "value-queue": (
        "Ce n’est aucune des files que liste la configuration de ce client. Rien n’a été gardé : corrigez l’adresse "
        "à laquelle votre téléphonie envoie ses messages, ou ajoutez la file à « lines ».",
        "This is none of the queues that this client’s configuration lists. Nothing was kept: mend the address that "
        "your telephone system posts to, or add the queue to `lines`.",
    ),
    "value-mine": (
        "« mine » demande les appels que l’on a pris soi-même : connectez-vous, une clé n’en prend pas.",
        "`mine` asks for the calls that you took yourself: sign in, for a key takes none.",
    ),
    "value-cursor": (
        "Ce curseur n’a pas été donné par cette liste de ce client : reprenez-la depuis le début.",
        "This cursor was not given by this list of this client: begin it again.",
    ),
    "value-refused": ("Cette valeur n’est pas acceptée.", "This value is not accepted."),
}
"""Key → (French, English). Braces are filled by name. No text repeats what was sent, but an id."""

"""German: "du" and "Sie", and infinitives at the end, which are as good an imperative."""

import re

from geminivideo.oracle.ad_words.base import AdWords, of

GERMAN = AdWords(
    calls=of(
        "buch buche buchen bestell bestelle bestellen kauf kaufe kaufen ruf rufe rufen hol hole holen sicher sichere "
        "sichern wähl wähle wählen entdeck entdecke entdecken lad lade laden lies lesen find finde finden lern lerne "
        "lernen schreib schreibe schreiben reservier reserviere reservieren spar spare sparen sieh schau schaue "
        "schauen melde melden fang fange fangen starte starten start tipp tippe tippen probier probiere probieren "
        "teste testen besuch besuche besuchen vereinbare vereinbaren frag frage fragen fordere fordern komm kommen "
        "mach mache machen nimm nehmen nutz nutze nutzen klick klicke klicken erfahre erfahren abonniere abonnieren "
        "registrier registriere registrieren bewirb bewerben kontaktier kontaktiere kontaktieren schick schicke "
        "schicken sende senden gönn gönne gönnen folg folge folgen vergleich vergleiche vergleichen trag trage tragen "
        "lass lassen stell stelle stellen wisch wische wischen spiel spiele spielen hör höre hören spende spenden "
        "beantrage beantragen hol's"
    ),
    closing_calls=of(
        "buchen bestellen kaufen anrufen holen sichern auswählen wählen entdecken herunterladen laden lesen finden "
        "lernen schreiben reservieren sparen ansehen anschauen anmelden anfangen starten tippen probieren "
        "ausprobieren testen besuchen vereinbaren anfragen anfordern vorbeikommen mitmachen nutzen klicken erfahren "
        "abonnieren beantragen bewerben registrieren einkaufen shoppen kontaktieren senden schicken einholen einlösen "
        "anhören hören spielen spenden vergleichen eintragen loslegen zugreifen durchstarten installieren folgen"
    ),
    now=of("jetzt heute sofort gleich"),
    first_person=of(
        "ich mich mir mein meine meinen meinem meiner meines wir uns unser unsere unseren unserem unserer unseres"
    ),
    absolute=re.compile(
        r"\b(?:sofort(?:ige[mnrs]?)?|über nacht|garantie(?:rt(?:e[mnrs]?)?)?|für immer|"
        r"immer(?! (?:wieder|noch|mehr)\b)|nie(?:mals)?|wunder(?:mittel)?|mühelos(?:e[mnrs]?)?|"
        r"ohne (?:jede )?anstrengung|hundertprozentig(?:e[mnrs]?)?)\b|100 ?%"
    ),
    time_span=re.compile(
        r"\b(?:\d+|ein(?:e[mnr]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)[\s-]*"
        r"(?:minute|stunde|tag|woche|monat|jahr)\w{0,2}\b"
    ),
)

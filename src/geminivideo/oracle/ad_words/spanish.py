"""Spanish: "tú", "usted" and "vos", with the pronouns that imperatives carry; accents are not always typed."""

import re

from geminivideo.oracle.ad_words.base import AdWords, lower, of

_ACCENTS = str.maketrans("áéíóúüñ", "aeiouun")


def _key(text: str) -> str:
    return lower(text).translate(_ACCENTS)


SPANISH = AdWords(
    calls=of(
        "reserva reserve reservar reservala agenda agende agendar compra compre comprar compralo comprala llama "
        "llame llamanos llamar pide pida pedir pidelo pidela solicita solicite solicitar elige elija descubre "
        "descubra descubrir descarga descargue descargar descargala descargalo encuentra encuentre consigue consiga "
        "conseguir consiguelo obten obtenga obtener unete apuntate inscribete registrate suscribete aprende aprenda "
        "escribe escriba escribenos ordena ordene ahorra ahorre mira mire ve vea empieza empiece empezar comienza "
        "comience comenzar toca toque prueba pruebe probar pruebalo pruebala desbloquea visita visite visitanos "
        "aprovecha aproveche haz haga ven venga recibe reciba contacta contacte contactanos contactar ver escucha "
        "escuche escuchar juega juegue jugar envia envie enviar envianos manda mande mandanos usa use usar "
        "registrarte suscribirte unirte inscribirte sigue siga siguenos dona done donar deja deje entra consulta "
        "consulte consultar anade agrega agregue compara compare comparar desliza deslice aparta aparte cotiza "
        "cotice cotizar eligelo eligela lleva lleve llevate habla hable conoce conozca conocer pregunta pregunte "
        "preguntanos instala instale instalar"
    ),
    now=of("ahora hoy ya"),
    first_person=of("yo me mi mis mio mia mios mias conmigo nos nosotros nosotras nuestro nuestra nuestros nuestras"),
    absolute=re.compile(
        r"\b(?:al instante|instantane[oa]s?|instantaneamente|de la noche a la manana|garantizad[oa]s?|garantia|"
        r"para siempre|siempre|nunca|jamas|milagro(?:s[oa]s?)?|sin (?:ningun )?esfuerzo)\b|100 ?%"
    ),
    time_span=re.compile(
        r"\b(?:\d+|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce)[\s-]*(?:minuto|hora|dia|semana|mes|ano)\w{0,2}\b"
    ),
    key=_key,
)

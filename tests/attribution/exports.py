"""Exports as Ads Manager writes them, in every language known here, written for these tests."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from geminivideo.attribution.ads_manager.export import AdPeriod, Export
from geminivideo.attribution.ads_manager.reading import read_export
from geminivideo.attribution.ads_manager.survey import Choices

# Starts, ends, campaign, ad set, ad, id, spent, impressions, link clicks, clicks, purchases, their value, reach.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Reporting starts", "Reporting ends", "Campaign name", "Ad set name", "Ad name", "Ad ID", "Amount spent (EUR)",
        "Impressions", "Link clicks", "Clicks (all)", "Purchases", "Purchases conversion value", "Reach",
    ),
    "de": (
        "Berichtsstart", "Berichtsende", "Kampagnenname", "Name der Anzeigengruppe", "Anzeigenname", "Anzeigen-ID",
        "Ausgegebener Betrag (EUR)", "Impressionen", "Link-Klicks", "Klicks (alle)", "Käufe",
        "Conversion-Wert für Käufe", "Reichweite",
    ),
    "es": (
        "Inicio del informe", "Fin del informe", "Nombre de la campaña", "Nombre del conjunto de anuncios",
        "Nombre del anuncio", "Identificador del anuncio", "Importe gastado (EUR)", "Impresiones",
        "Clics en el enlace", "Clics (todos)", "Compras", "Valor de conversión de compras", "Alcance",
    ),
    "fr": (
        "Début des rapports", "Fin des rapports", "Nom de la campagne", "Nom de l’ensemble de publicités",
        "Nom de la publicité", "ID de la publicité", "Montant dépensé (EUR)", "Impressions", "Clics sur un lien",
        "Clics (tous)", "Achats", "Valeur de conversion des achats", "Couverture",
    ),
    "it": (
        "Inizio dei report", "Fine dei report", "Nome della campagna", "Nome del gruppo di inserzioni",
        "Nome dell'inserzione", "ID inserzione", "Importo speso (EUR)", "Impression", "Clic sul link", "Clic (tutti)",
        "Acquisti", "Valore di conversione degli acquisti", "Copertura",
    ),
    "pt": (
        "Início dos relatórios", "Término dos relatórios", "Nome da campanha", "Nome do conjunto de anúncios",
        "Nome do anúncio", "Identificação do anúncio", "Valor usado (EUR)", "Impressões", "Cliques no link",
        "Cliques (todos)", "Compras", "Valor de conversão da compra", "Alcance",
    ),
    "nl": (
        "Start rapportage", "Einde rapportage", "Campagnenaam", "Naam advertentieset", "Naam advertentie",
        "Advertentie-ID", "Besteed bedrag (EUR)", "Weergaven", "Klikken op links", "Klikken (alle)", "Aankopen",
        "Conversiewaarde van aankopen", "Bereik",
    ),
    "pl": (
        "Początek raportowania", "Koniec raportowania", "Nazwa kampanii", "Nazwa zestawu reklam", "Nazwa reklamy",
        "Identyfikator reklamy", "Wydana kwota (EUR)", "Wyświetlenia", "Kliknięcia linku", "Kliknięcia (wszystkie)",
        "Zakupy", "Wartość konwersji zakupów", "Zasięg",
    ),
    "tr": (
        "Rapor Başlangıcı", "Rapor Sonu", "Kampanya Adı", "Reklam Seti Adı", "Reklam Adı", "Reklam Kimliği",
        "Harcanan Tutar (EUR)", "Gösterim", "Bağlantı Tıklamaları", "Tıklamalar (Tümü)", "Alışverişler",
        "Alışveriş Dönüşüm Değeri", "Erişim",
    ),
    "ar": (
        "بداية التقارير", "نهاية التقارير", "اسم الحملة", "اسم مجموعة الإعلانات", "اسم الإعلان", "معرف الإعلان",
        "المبلغ الذي تم إنفاقه (EUR)", "مرات الظهور", "نقرات الرابط", "النقرات (الكل)", "عمليات الشراء",
        "قيمة تحويل عمليات الشراء", "الوصول",
    ),
    "ja": (
        "レポート開始日", "レポート終了日", "キャンペーン名", "広告セット名", "広告名", "広告ID", "消化金額 (EUR)",
        "インプレッション", "リンクのクリック", "クリック(すべて)", "購入", "購入のコンバージョン値", "リーチ",
    ),
}  # fmt: skip
FIRST = ("2026-11-01", "2026-11-30", "Autumn", "Broad", "Kettle é A", "120201000000001", "1234.5", "12000", "300",
         "420", "9", "4000.25", "9000")  # fmt: skip
SECOND = ("2026-11-01", "2026-11-30", "Autumn", "Broad", "Kettle B", "120201000000002", "10", "2000", "20", "31", "",
          "", "1500")  # fmt: skip
SIMPLE = ("Ad name", "Day", "Amount spent (USD)", "Impressions", "Link clicks")


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",", ending: str = "\n") -> str:
    """Quoted where it has to be."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in f'{delimiter}"\n') else text

    return "".join(delimiter.join(map(cell, row)) + ending for row in rows)


def simple(*rows: Sequence[str], header: Sequence[str] = SIMPLE) -> str:
    return csv_text([header, *rows])


def read(text: str, encoding: str = "utf-8", **choices: Any) -> Export:
    known = choices.pop("known_currency", None)
    return read_export(BytesIO(text.encode(encoding)), Choices(**choices), known)


def first(text: str, **choices: Any) -> AdPeriod:
    return read(text, **choices).periods[0]

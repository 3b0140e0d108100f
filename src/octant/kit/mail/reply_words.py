"""What mail programs write above a quote, in the languages they speak.

Taken from the programs' own layouts: Apple Mail, Gmail, Outlook, Thunderbird, Yahoo, QQ, Foxmail,
NetEase (163, 126), Aliyun, Sina, 139, Coremail, Feishu, phones' own programs, Zoho, Proton.
"""

import re

from octant.kit.near import Near, Sought


def _any(*words: str) -> str:
    return "|".join(re.escape(word) for line in words for word in line.split("; "))


def _last_words(choice: str) -> str:
    """Of escaped phrases."""
    return " ".join(re.sub(r"\\(.)", r"\1", each).split()[-1].lower() for each in choice.split("|"))


# "… wrote:" at the end of an attribution.
_WROTE = _any(
    "wrote; writes; 写道; 寫道; 写到; 寫到; 编写; 撰寫; 來信; a écrit; a ecrit; schrieb; escribió; "
    "escribio; ha escrito; va escriure; escreveu; ha scritto; geschreven; schreef; napisał(a); "
    "napisał; napisała; pisze; napsal(a); napsal; napísal(a); написал(а); написал; написала; "
    "написав; написала(в); пише; пишет; skrev; kirjoitti; írta; ezt írta; a scris; şunu yazdı; "
    "yazdı; έγραψε; viết; menulis; のメール; のメッセージ; 작성"
)
# The same within it, as in "Am … schrieb Name <address>:".
_WROTE_BEFORE = _any(
    "schrieb; skrev; schreef; wrote; writes; napisał; napisał(a); írta; kirjoitti; escreveu; писали"
)
VERB = re.compile(_WROTE, re.IGNORECASE)
_NEAR_WORDS = Near(
    [
        Sought(
            "wrote",
            re.compile(
                rf"(?:{_WROTE})[ \t\xa0]{{0,5}}[:：]?[ \t\xa0]{{0,5}}[-_*]{{0,20}}[ \t]{{0,5}}$"
                rf"|\b(?:{_WROTE_BEFORE})\b(?=[^\n]{{0,300}}(?:[\d<\"]|:[ \t]*$))",
                re.MULTILINE | re.IGNORECASE,
            ),
            400,
            parts=_last_words(f"{_WROTE}|{_WROTE_BEFORE}"),
        )
    ]
)
_BY_SHAPE = re.compile(
    r"[>＞\])][ \t]*[:：][ \t]*$|^[ \t>]*[12]\d{3}[-/]\d{1,2}[-/]\d{1,2}[^\n]*"
    r"(?:GMT[+-]\d\d:?\d\d[^\n]*|<[^\n<>@]+@[^\n<>]+>)$",
    re.MULTILINE | re.IGNORECASE,
)


def wrote(text: str) -> list[re.Match[str]]:
    """Where "… wrote:" may stand, in the order of their beginnings."""
    found = [match for _kind, match in _NEAR_WORDS.find(text)]
    return sorted((*found, *_BY_SHAPE.finditer(text)), key=re.Match.start)


# "Am … schrieb Name:" is a person's own sentence too; only a marked quote below makes it another.
NAME_LAST = re.compile(
    rf"\b(?:{_WROTE_BEFORE})\b[^\n\d<\":]*[^\W\d_][^\n\d<\":]*:[ \t]*$", re.IGNORECASE
)
# Yahoo's program for phones goes on with the quote's first words in the same line.
RUN_ON = re.compile(
    r"^[ \t]{0,8}[^\W\d_][^\n@]{12,120}<[^\n<>@]{1,80}@[^\n<>]{1,80}>"
    rf"[ \t]{{0,3}}(?:{_WROTE})"
    r"[ \t]?[:：][ \t\xa0]{2,}\S",
    re.MULTILINE | re.IGNORECASE,
)
STARTS = re.compile(
    r"[\s>*_-]*(?:On|At|Le|Am|El|Il|Op|Em|Den|Dne|Dňa|Dnia|W dniu|Pe|Në|La data|"
    r"在|于|於|[12]\d{3}\s*[-/年.]|\d{1,2}[./\s]|週|周|星期|понедельник|вторник|среда|четверг|"
    r"пятница|суббота|воскресенье)[^\n]*\d",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+=-]+@[\w-]+(?:\.[\w-]+)+|<\s*mailto:", re.IGNORECASE)
DATE = re.compile(
    r"\b[12]\d{3}\s*[-/年.]\s*\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b(?:19|20)\d\d\b"
)
TIME = re.compile(r"\d{1,2}\s*[:.：点時时h]\s*\d{2}|GMT|\bUTC\b", re.IGNORECASE)

_FIELDS = {
    "from": "From; 发件人; 寄件者; 寄件人; 發件人; 发信人; 發信人; De; Von; Da; Van; Fra; Från; "
    "Lähettäjä; Od; Feladó; От; От кого; Від; Expéditeur; Remitente; Mittente; Afzender; "
    "Avsändare; Gönderen; Kimden; 差出人; 送信者; 보낸 사람; 보낸사람",
    "date": "Date; Sent; 发送时间; 发件时间; 发送日期; 發送日期; 發送時間; 寄件日期; "
    "已傳送; 傳送時間; 日期; 时间; 時間; Envoyé; Envoyé le; Gesendet; Datum; Data; Fecha; "
    "Enviado; Enviado el; Enviada em; Inviato; Verzonden; Skickat; Sendt; Dato; Lähetetty; "
    "Wysłano; Wysłane; Odesláno; Отправлено; Дата; Надіслано; Elküldve; Gönderildi; Tarih; "
    "日時; 送信日時; 보낸 날짜; 날짜; Päivämäärä",
    "to": "To; 收件人; 收件者; À; A; An; Para; Aan; Till; Til; Vastaanottaja; Do; Komu; "
    "Кому; Címzett; Destinataire; Destinatario; Kime; Alıcı; 宛先; 받는 사람",
    "subject": "Subject; 主题; 主旨; 主題; 主 题; 主　题; 标题; 標題; 邮件主题; "
    "Objet; Sujet; Betreff; Asunto; Assunto; Oggetto; Onderwerp; Ämne; "
    "Emne; Aihe; Temat; Předmět; Тема; Tárgy; Konu; 件名; 제목",
    "cc": "Cc; 抄送; 抄 送; 副本; 副本抄送; 抄送人; Kopie; Copie; Copia; Kopia; DW; Копия; Kopi",
    "other": "Reply-To; Reply To; 回复; 回覆; 回复至; 回复地址; Risposta; Répondre à; Antwort an; "
    "Importance; 重要性; 优先级; Priority; Attachments; 附件; Bcc; 密送; Organization",
}
_KINDS = {word.lower(): kind for kind, words in _FIELDS.items() for word in words.split("; ")}
_LONGEST_FIRST = "|".join(re.escape(w) for w in sorted(_KINDS, key=len, reverse=True))
FIELD = re.compile(
    rf"^[ \t>]*(?:[*_|]+[ \t]*)?({_LONGEST_FIRST})[ \t\xa0]{{0,3}}[*_]{{0,3}}"
    r"[ \t\xa0]{0,3}(?:[:：]|[ \t]?\|[ \t]*(?=\S)|\t)",
    re.MULTILINE | re.IGNORECASE,
)


def field_kind(name: str) -> str:
    """from, date, to, subject, cc or other, for a word that FIELD found."""
    return _KINDS[name.lower()]


_ORIGINAL = _any(
    "original message; original; original mail; original appointment; 原始邮件; 原始郵件; "
    "原始信息; 原始訊息; 原始消息; 邮件原件; 邮件原文; 原邮件; "
    "回复的原邮件; 回复的邮件; 原件; 原信件; "
    "Ursprüngliche Nachricht; Originalnachricht; Original-Nachricht; message d'origine; "
    "message d’origine; message original; message initial; mensaje original; mensagem original; "
    "messaggio originale; oorspronkelijk bericht; ursprungligt meddelande; originalmeddelande; "
    "opprinnelig melding; oprindelig meddelelse; alkuperäinen viesti; oryginalna wiadomość; "
    "wiadomość oryginalna; исходное сообщение; оригінальне повідомлення; původní zpráva; "
    "pôvodná správa; eredeti üzenet; orijinal mesaj; mesaj original; 元のメッセージ; 원본 메일; "
    "원본 메시지"
)
_FORWARDED = _any(
    "forwarded message; forwarded mail; 转发的邮件; 转发邮件信息; 转发邮件; 轉寄郵件; 轉寄的郵件; "
    "已轉寄郵件; 轉寄訊息; 转发的信息; weitergeleitete nachricht; "
    "message transféré; mensaje reenviado; mensagem encaminhada; messaggio inoltrato; "
    "doorgestuurd bericht; vidarebefordrat meddelande; "
    "videresendt melding; przekazana wiadomość; пересылаемое сообщение; 転送メッセージ"
)
_DASHES = r"(?:[-–—_=*][ \t\xa0]*){2,}"
# "----- Mail original -----", in whatever language, above fields.
TITLE = re.compile(r"[ \t>]*([-–—_=*])\1{2,}[ \t\xa0]*[^\W\d_][^\n]{0,40}?[ \t\xa0]*\1{3,}[ \t]*")
ORIGINAL = re.compile(
    rf"^[ \t>*]{{0,40}}(?:{_DASHES}[ \t]*(?:&nbsp;)?(?:{_ORIGINAL})[ \t]*(?:&nbsp;)?(?:{_DASHES})?"
    rf"|[ \t]{{5,40}}(?:{_ORIGINAL}))[ \t*]*$",
    re.MULTILINE | re.IGNORECASE,
)
FORWARDED = re.compile(
    rf"^[ \t>*]{{0,40}}(?:{_DASHES}[ \t]*(?:{_FORWARDED})[ \t]*(?:{_DASHES})?"
    r"|begin forwarded message\s*:|(?:开始|下面是|以下是)被?转发的邮件\s*[:：]|開始轉寄郵件\s*[:：]"
    r"|début du message (?:réexpédié|transféré)\s*:|anfang der weitergeleiteten nachricht\s*:"
    r"|inicio del mensaje reenviado\s*:|inizio messaggio inoltrato\s*:)[ \t*]*$",
    re.MULTILINE | re.IGNORECASE,
)

"""A small real corpus: parallel help texts, one of them in English only."""

from octant.kit.search import Document, Glossary

GLOSSARY = Glossary.from_groups(
    [
        {"en": ["withdrawal", "withdraw"], "zh-hans": ["提币", "提现"]},
        {"en": ["withdrawal delayed"], "zh-hans": ["提币延迟", "提现延迟"]},
        {
            "en": ["two-factor authentication", "2FA"],
            "zh-hans": ["双重验证", "双因素", "二次验证"],
        },
        {"en": ["identity verification", "KYC"], "zh-hans": ["实名认证", "身份验证"]},
        {"en": ["seed phrase", "recovery phrase"], "zh-hans": ["助记词", "恢复词"]},
        {"en": ["deposit"], "zh-hans": ["充值", "充币"]},
    ]
)

_TEXTS = {
    "withdrawal-delayed": (
        "funding/withdrawals",
        (
            "My withdrawal is delayed",
            "Why coins take time to leave, and what to check.",
            ("withdrawal delayed", "pending"),
            "A withdrawal waits while the network is busy. Copy the transaction ID and look it up "
            "in a block explorer. Nothing is lost while it is pending.",
        ),
        (
            "提币延迟怎么办",
            "为什么提币需要等待，以及应检查什么。",
            ("提币延迟", "处理中"),
            "网络拥堵时，提币会等待。请复制交易哈希，在区块浏览器中查询。等待期间资产不会丢失。",
        ),
    ),
    "two-factor": (
        "security/two-factor",
        (
            "Set up two-factor authentication",
            "A second step at sign-in keeps others out.",
            ("2FA", "authenticator app"),
            "Open security settings, scan the code with an authenticator app and type six digits. "
            "Keep the backup codes on paper.",
        ),
        (
            "开启双重验证",
            "登录时的第二步，可以把别人挡在门外。",
            ("双重验证", "2FA"),
            "打开安全设置，用身份验证器应用扫描二维码，再输入六位数字。请把备用码写在纸上保存。",
        ),
    ),
    "identity": (
        "verification/documents",
        (
            "Which documents verify my identity",
            "Papers we accept, and how to photograph them.",
            ("KYC", "passport"),
            "A passport, an identity card or a driving licence is enough. All four corners must "
            "be in the picture.",
        ),
        (
            "实名认证需要哪些证件",
            "我们接受的证件，以及如何拍摄。",
            ("实名认证", "护照"),
            "护照、身份证或驾驶证均可。照片中必须能看到证件的四个角。",
        ),
    ),
    "seed-phrase": (
        "security/phishing",
        (
            "Somebody asked for my seed phrase",
            "Support never asks for it.",
            ("seed phrase", "scam"),
            "Whoever knows the words owns the coins. Move what is left to a new wallet at once.",
        ),
        None,
    ),
}


def documents() -> list[Document]:
    """The corpus: four families, seven documents."""
    found: list[Document] = []
    for family, (category, *versions) in _TEXTS.items():
        for language, version in zip(("en", "zh-hans"), versions, strict=True):
            if version is not None:
                title, summary, keywords, body = version
                found.append(
                    Document(
                        key=f"{family}:{language}",
                        family=family,
                        language=language,
                        title=title,
                        category=category,
                        summary=summary,
                        keywords=keywords,
                        body=body,
                        url=f"/{language}/{family}",
                    )
                )
    return found

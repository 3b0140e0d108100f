"""English: how requests, warnings and questions are worded."""

from octant.core.safety.guard.kinds import Never
from octant.core.safety.guard.table import Table, either

# Who signs up gives "a password", a new one; who is asked for theirs is asked for "your" or "the".
_PASSWORD = r"(?<!\ba )\bpass[ -]?w[o0]rds?\b|\bpass ?codes?\b|\bpw\b|\bpwd\b"
_CREDENTIALS = (
    r"\b(?:log[ -]?in|sign[ -]?in) (?:details|credentials|data|info\w*)\b|\bcredentials\b"
)
_FACTOR = (
    r"2[ -]?fa|two[ -]?factor(?: authentication)?|otp|one[ -]?time|verification|authenticat\w+|"
    r"security|sms|confirmation|login|log-in|sign-in|backup|recovery|pass"
)
_OTHER_CODE = (
    r"(?<!error )(?<!postal )(?<!zip )(?<!reference )(?<!promo )(?<!country )(?<!status )"
    r"(?<!discount )(?<!qr )(?<!source )(?<!swift )(?<!bank )(?<!sort )(?<!referral )"
    r"(?<!message )(?<!currency )(?<!area )(?<!phishing )(?<!scan its )(?<!scan the )"
)
_CODE = (
    rf"\b(?:{_FACTOR}) (?:pass)?codes?\b|\botps?\b|\b(?:six|6|eight|8)[ -]?digits?\b|"
    r"\bpins?\b|\b(?:digits?|numbers?)\b.{0,20}\b(?:authenticator|app|sms|text|screen)\b|"
    r"\bwhat (?:the|that|your) (?:sms|text|text message|app|authenticator) (?:says|shows|"
    r"reads)\b|"
    # Not named, but where it stands: on a phone, in a message, flashing up.
    r"\byour (?:phone|screen|device)\b (?:\w+ ){0,2}(?:shows|showing|displays?|displaying|"
    r"flash\w*|says?|reads?)\b|\b(?:text|sms|message)\b.{0,20}\b(?:number|digits?|figures?)\b|"
    r"\bnumbers? (?:\w+ ){0,3}authenticator\b|\bone[ -]?time (?:password|pin)\b|"
    rf"{_OTHER_CODE}\bcode\b(?! base| example)"
)
_DEVICE = (
    r"\bdevice (?:approval|confirmation|verification|authori[sz]ation) (?:code|link|mail|"
    r"email)\b|"
    r"\b(?:approval|new[ -]device) (?:code|link|e?mail)\b|"
    r"\bcode for approving\b|\be?mail\b.{0,20}\bnew device\b|\bdevice code\b"
)
_SEED = (
    r"\b(?:seed|recovery|mnemonic|backup|wallet|secret recovery)[ -]?(?:phrase|words?|seed)s?\b|"
    r"\bmnemonics?\b|\b(?:backup|recovery) (?:card|sheet)s?\b|\b(?:12|24|twelve|"
    r"twenty[ -]four)[ -](?:\w+ )?(?:words?|recovery)\b|"
    # Not named, but what they do: words that bring a wallet back.
    r"\b(?:secret|magic|special|hidden|safety|recovery|wallet'?s?|restor\w+) (?:\w+ )?"
    r"(?:words?|phrase|sentence)\b|"
    r"\b(?:words?|phrase|sentence)\b (?:\w+ ){0,4}(?:wallet|recover\w*|restor\w*|unlock\w*)\b|"
    r"\b(?:unlocks?|opens?|restores?|recovers?) (?:your|the) wallet\b|"
    r"\byour (?:wallet )?(?:phrase|words)\b(?! about)|\bwords of your (?:wallet|recovery|seed)\b|"
    r"\bseed\b"
)
_PRIVATE = (
    r"\bprivate[ -]?keys?\b|\bapi[ -](?:secret|private key)s?\b|\bsecret keys?\b|"
    r"\bkeystore\b|\bwallet\.dat\b|\bprivate part of (?:the|your) key\b"
)
_SECURITY = (
    r"2[ -]?fa\b|two[ -]?factor|(?:2|two)[ -]?step (?:verification|login|sign-in|"
    r"authentication)|(?:the |your )?authenticator|passkeys?|whitelist\w*|"
    r"settings lock|security settings?|security|withdrawal (?:confirmation|protection|lock)s?|"
    r"(?:login|sign-in) (?:protection|confirmation)s?|anti-?phishing"
)
_REMOTE_TOOL = (
    # Most such tools are named somebody's desk or viewer.
    r"(?<!help)(?<!front)(?<!trade)[a-z]{2,10}desk(?!top)\b|any ?desk|"
    r"[a-z]{2,10}(?<!re)(?<!inter)viewer\b|team ?viewer|rust ?desk|quick assist|chrome remote|"
    r"log ?me ?in|ultra ?viewer|"
    r"supremo|remote (?:support|access|desktop|control|assistance)(?: \w+)?"
)
_MESSENGER = (
    r"whats ?u?app|whats ?up|telegram|\bwa\b|we ?chat|discord|viber|skype|messenger|imessage|"
    r"facetime|qq\b|tg\b|"
    r"zalo|line app|gmail|hotmail|proton ?mail|"
    r"kakao\w*|"
    r"(?<=to )signal|(?<=on )signal|(?<=to )signal|(?<=via )signal|(?<=over )signal"
)
_FUNDS = (
    r"(?:funds?|balance|assets?|coins?|crypto\w*|money|holdings?|everything|them|it all|bitcoin|"
    r"btc|eth|usdt|savings|tokens?|portfolio)"
)
_THEIR_PLACE = (
    r"(?:safe|secure|protected|temporary|vault|verified|quarantine|holding|custody|clearing)"
    r"(?: \w+)? (?:wallet|address|account|vault)|this (?:\w+ )?(?:address|wallet|account)|"
    r"(?:wallet|address|account) (?:below|(?:that )?(?:i|we)\b|i'll|we'll|i'm)|"
    r"(?:my|our) (?:\w+ ){0,2}(?:account|wallet|address|vault)|(?:to|with) (?:me|us)\b"
)
_MOVE = (
    r"\b(?:park|put|place|stash|store|keep|secure|transferring|moving|sending|move|transfer|send|"
    r"withdraw|shift|route|forward|ship|relocate|migrate|evacuate|sweep|convert)\b"
)

TABLE = Table(
    clause=either(
        r"[;:–—()|]",
        r",(?!\s*please\W*$)",
        r"\bbut\b",
        r"\bthen\b",
        r"\band\b",
        r"\bso\b",
        r"\bjust\b",
    ),
    idioms=either(
        r"\b(?:do not|don't) (?:worry|hesitate|be afraid|be concerned|mind)\b",
        r"\b(?:can't|couldn't|won't|wouldn't) you\b",
        r"\bwhy (?:not|don't you)\b",
        r"\bnot only\b",
        r"\bno (?:problem|worries|rush)\b",
        r"\bif you (?:do not|don't) mind\b",
        r"\bdo not forget to\b|\bdon't forget to\b",
    ),
    negation=either(
        r"\bnever\b",
        r"\bnot\b",
        r"n't\b",
        r"\bdont\b",
        r"\bcannot\b",
        r"\bnobody\b",
        r"\bno[ -]one\b",
        r"\bno need\b",
        r"\bwithout\b",
        r"\binstead of\b",
        r"\bavoid\b",
        r"\bstop\b",
        r"\bnone of\b",
        r"\bneither\b",
        r"\brefuse\b",
    ),
    reported=either(
        r"\b(?:some|any|every)(?:body|one)\b.*\b(?:ask|tell|told|want|request|call|writ|wrote)",
        r"\b(?:asked|told|asks|tells|asking|telling|urged|urges|pressed|invited|invites) "
        r"(?:you|people|customers|for|to)\b",
        r"\b(?:scam\w*|fraud\w*|criminals?|thie[fv]\w*|phish\w*|impost\w*|impersonat\w*|caller|"
        r"stranger)s?\b",
        r"\bthey\b",
        r"\bwho (?:asks?|wants?|tells?|writes?)\b",
    ),
    harmless=either(
        r"^\W*(?:please )?(?:tell me )?(?:did|have|has|had|was|were|is|are|does|do (?:you|"
        r"we)(?! mind))"
        r"\b",
        r"\bto (?:nobody|no one)\b|\btell nobody\b",
        r"\bsecret to hand over\b",
        r"\b(?:did|have) you (?:ever )?\b",
        r"\bif you (?:shared|gave|sent|told|entered|typed|have)\b",
    ),
    informing=either(
        r"\byou can(?! [^.]*\b(?:reach|contact|write to|message|text) me)\b",
        r"\byou may\b",
        r"^\W*(?:in order )?to\b",
        r"\bhow to\b",
        r"\bif you (?:want|wish|would like|decide|choose|lost|no longer|change|replace|turn|"
        r"switch|remove|disable)\b",
        r"\bwhen(?:ever)? (?:you|somebody|someone)\b",
        r"\bbefore (?:you|turning|removing|disabling)\b",
        r"\bafter (?:you|turning|removing|disabling)\b",
    ),
    hand_over=either(
        r"\b(?:send|share|give|provide|tell|forward|paste|submit|supply|disclose|reveal|"
        r"hand over|"
        r"export|upload|attach|dictate)\b(?! you\b| your case| us feedback)",
        # These are nouns or plain actions as well: only as what the customer is to do.
        r"(?:^\W*|\b(?:please|you|kindly|just|or|then) )(?:(?:email|message|text|post|"
        r"state)(?= (?:me|us|your|the|it)\b)|(?:copy|show|drop|read)\b(?! you\b))",
        r"\b(?:email|message|text|show|read|drop) (?:me|us)\b",
        r"\b(?:reply|respond|answer|come back|get back to (?:me|us)) with\b",
        r"\b(?:relay|transmit|surrender|recite)\b(?! you\b)|(?:^\W*|\b(?:please|kindly|just) )"
        r"(?:screenshot|repeat|pass)\b(?= (?:me |us )?(?:your|the)\b)",
        r"\b(?:read|key|type|spell|punch|write|text|call|say|give|shoot) (?:\w+ ){0,4}?"
        r"(?:back|out|over|across|through) to (?:me|us)\b|\b(?:type|spell) out\b",
        r"\bread (?:me|us)\b|\bhave the\b(?=.{0,40}\?)",
        r"\bsay\b(?= (?:the|your|it)\b)|\b(?:snap|photograph)\b",
        r"\b(?:take|make|snap|send|get) (?:me )?an? (?:picture|photo|screenshot|scan) of\b"
        r"(?! the (?:whole|error|page|message|screen))",
        r"\b(?:(?:call|read|spell) (?:out|back)(?= (?:the|your|it|me|what|all)\b)|hand me|"
        r"pass me|pass on|pass along|supply)\b",
        r"\bmind (?:giving|sending|sharing|telling|providing|reading|forwarding)\b",
        r"\blet (?:me|us) (?:have|see|know)\b",
        r"\b(?:may|could|can|might) (?:i|we) (?:please )?(?:have|get|see|ask for|ask)\b",
    ),
    want=either(
        r"\b(?:i|we|i'll|we'll|i'd|we'd)(?: will| would| do| just| also| still| only| really|"
        r" now|"
        r" first| must| have to| may| can)* (?:need|require|want|ask for)\b"
        r"(?! to (?!know|have|see|get|look at|check))(?! you to\b)",
        r"\b(?:i'd|we'd|i would|we would|i'll|we'll) (?:also |just )*(?:like|have)\b"
        r"(?= (?:to (?:have|see|know|get)|your|the)\b)",
        r"\b(?:your|the)\b.{0,40}\b(?:is|are|will be) (?:needed|required|necessary|missing)"
        r"(?= to (?:proceed|continue|verify|help|go on)| by us| here|\W*$)",
        r"^\W*(?:and |now |also )?(?:your|the) [^,.?]{0,40}(?:,? please|\?)\W*$",
        r"\b(?:team|department|colleagues?|manager|supervisor|bank)(?: now| also)? (?:requires?|"
        r"needs?|"
        r"wants?|asks? for)\b(?! to (?!know|have|see))",
        r"\bwhat do you (?:type|enter|use|put)\b",
        r"\b(?:i|we)(?:'d| would| should) be (?:grateful|thankful|glad|obliged) for\b|"
        r"\b(?:would|will) help\b.{0,12}"
        r"\b(?:to know|to have|to see|if i knew)\b",
        r"\b(?:our|the) (?:system|records?|form|server)s? (?:also |still )?(?:needs?|"
        r"requires?|lacks?|"
        r"misses)\b",
        r"^\W*(?:and |now |just )?(?:the|your|only the) [^,.?]{0,60} will do\b|, please\W*$",
        r"\bwhat does (?:it|that|the (?:message|text|sms)) say\b",
        r"^\W*(?:also |still |now )?need (?:your|the)\b",
        r"\bwhat(?:'s| is| are| was)(?= (?:your|the|my)\b)",
        r"\b(?:what|which)\b(?=.*\bdo you (?:use|have|see|sign|log))",
        r"\bwhat(?= (?:your|the) .*\bis\b)",
        r"\bwhat (?:number|code)s? (?:do|did|does|can)\b",
    ),
    typed=either(
        r"\b(?:jot down|note down|punch in|pop|leave|put|fill out|spell out|enter|type|input|"
        r"write|fill in|put in|import|insert|confirm|verify|validate|"
        r"(?<!private )(?<!master )(?<!secret )key in|"
        r"write down)\b"
    ),
    here=either(
        r"\bhere\b",
        r"\bbelow\b",
        r"\b(?:in|into|on|at|to) (?:(?:this|our) (?:chat|page|form|conversation|message|link|"
        r"window|"
        r"ticket|field|site)|the (?:chat|conversation|ticket|form below))\b",
        r"\b(?:to|for|with) (?:me|us)\b",
        r"\bin (?:your|the) reply\b",
        r"\breply\b",
    ),
    elsewhere=either(
        r"\b(?:on|at|in|into|under|through|via) (?:the|your|our|kraken's?) (?:own |official |"
        r"new )?"
        r"(?:sign[ -]in|log[ -]?in|recovery|reset|official|app|browser|security|settings?|wallet|"
        r"device|website|site|screen|phone|hardware)\b",
        r"\bon paper\b",
        r"\boffline\b",
        r"\bonly on\b",
        r"\byourself\b",
        r"\bforgot\b",
    ),
    giver=either(
        r"\b(?:we|i|it|they|app|page|site|system|email|mail|kraken|bank|which|exchange|you have|"
        r"you had|you ever|you've|have)"
        r"(?:'ll| will| can| may| just| also| have| has| automatically| then| never)*\s*$"
    ),
    bare=either(
        r"\btell (?:me|us) (?:it|them)\b",
        r"\bsend (?:me|us) the (?:link|code) (?:in|from) (?:it|there)\b",
        r"\bso what (?:is it|are they)\b",
        r"^\W*(?:so |and )?(?:what|which) (?:number|code|word)s? (?:is it|are they|was it)\b|"
        r"^\W*(?:i|we) (?:just |only |will |also )*need (?:it|them|those)\W*$",
        r"\btake a (?:photo|picture) (?:of it )?for (?:me|us)\b|"
        r"\b(?:relay|repeat|read|text) (?:it|them|those)\b|\b(?:key|read|type|send|say|text|"
        r"pass) "
        r"(?:it|them|that|those) (?:back|over|out|on|along) to (?:me|us)\b|"
        r"\bcould you repeat (?:it|them)\b",
        r"\b(?:send|give|paste|type|forward|read|drop|enter|copy|write|share|put|post|reply|"
        r"submit|show)\b(?: (?:it|them|that|this|one|those))?(?: (?:out|back|over|down))?"
        r"(?: (?:to|with|in|into))? ?\b(?:me|us|here|(?:in |into )?(?:this|the) "
        r"(?:chat|form|page|field)|below)\b[ ,.!]*(?:please)?\W*$",
        r"\blet (?:me|us) know what (?:it|that) says\b",
        r"\b(?:reply|respond|come back) with (?:it|them)\b",
    ),
    secrets={
        Never.PASSWORD: either(_PASSWORD, _CREDENTIALS),
        Never.USERNAME: either(r"\buser[ -]?names?\b", r"\blog[ -]?in names?\b", r"\buser id\b"),
        Never.DEVICE_APPROVAL: either(_DEVICE),
        Never.TWO_FACTOR_CODE: either(_CODE),
        Never.SEED_WORDS: either(_SEED),
        Never.PRIVATE_KEY: either(_PRIVATE),
        Never.MASTER_KEY: either(r"\bmaster[ -]?keys?\b"),
    },
    between=either(
        r"\b(?:if|whether|when|how|why|where|who|about|after|before|without|except|instead|"
        r"regarding|since|because|while|unless|not|never|neither|nor|no|none|public|reset|error|"
        r"hash|public account|"
        r"screenshot of the error|name of)\b"
    ),
    whole=(
        (
            Never.REMOTE_ACCESS,
            either(
                r"\b(?:hop on|jump on|fetch|fire up|install|download|open|start|run|launch|"
                r"use|using|get|try|set up|accept)\b"
                rf".{{0,40}}\b(?:{_REMOTE_TOOL})",
                rf"\b(?:what|your|give|tell|send|share|read)\b.{{0,20}}\b(?:{_REMOTE_TOOL})"
                r".{0,12}\b(?:id|address|code|number)\b",
                r"\b(?:grant|give|allow|accept|let|permit|enable|need|want|get)\b.{0,30}\b"
                r"(?:remote (?:access|control|connection|session)|control of your "
                r"(?:screen|computer|phone|device|pc))",
                r"\b(?:log|sign|connect|get)(?:ging)?(?: in)?(?:to)? (?:to |into )?your (?:pc|"
                r"computer|"
                r"phone|laptop|device)\b.{0,12}\b(?:remote\w*|from here)",
                r"\b(?:i|we|me|us)\b.{0,12}\bconnect\w* to your (?:pc|computer|phone|laptop|"
                r"device)",
                r"\b(?:share|present|show|cast|stream|broadcast) (?:me |us )?your (?:entire |"
                r"whole )?"
                r"(?:screen|desktop|display)\b",
                r"\b(?:quick |short )?screen[ -]?shar(?:e|ing)\b.{0,20}\b(?:on|over|via|in|"
                r"session|with)\b",
                r"\b(?:give|hand|pass)\b.{0,12}\b(?:mouse|keyboard|"
                r"screen)? ?control\b(?! of your own)",
                r"\bremote session\b",
                r"\b(?:allow|accept|permit|confirm|use)\b.{0,30}\b(?:screen control|remote tool)",
                r"\bremote (?:access|control) (?:to|of|over) your\b",
            ),
        ),
        (
            Never.SECURITY_CHANGE,
            either(
                r"\b(?:turn off|turn .{0,20} off|disable|switch off|deactivate|remove|delete|"
                r"lower|"
                r"weaken|lift|unlink|suspend|pause|take off|drop|reduce|reset)\b.{0,30}\b"
                rf"(?:{_SECURITY})",
                r"\b(?:change|set|update|switch|replace)\b.{0,40}\b(?:email|e-mail|mail|password|"
                r"phone|number|address)\b.{0,20}\bto (?:the (?:one|address|email|number) (?:i|"
                r"we)\b|"
                r"this (?:one|email|address|number)|mine|ours|my\b|our\b)",
                r"\b(?:change|set|update)\b.{0,20}\b(?:email|mail|phone)\b.{0,30}\bto \S+@\S+",
                r"\badd (?:my|our) (?:email|e-mail|mail|phone|number|device|address)\b",
                r"\b(?:2[ -]?fa|two[ -]?factor|authenticator|passkey|"
                r"whitelist\w*)\b.{0,30}\b(?:has to|have "
                r"to|must|needs? to|should) be (?:switched|turned|disabled|deactivated|removed|"
                r"off)",
                r"\bapprove\b.{0,30}\b(?:that |which )?(?:i|we|i'm|my|our)\b",
                # A request that the customer did not make, with whoever makes it named.
                r"\b(?:approve|accept|allow|confirm|tap|press|hit|let)\b.{0,50}\b(?:request|"
                r"prompt|"
                r"push|login|log-in|sign-in|notification)\b.{0,40}\b(?:me|us|i am|i'm|we are|"
                r"our|my)\b",
                rf"\b(?:take|took|taken|taking|switch|turn|have)\b.{{0,30}}\b(?:{_SECURITY})"
                r".{0,24}\b(?:off|away|down|out|removed|disabled)\b",
                rf"\b(?:{_SECURITY}).{{0,16}}\b(?:has been|is|was|gets?) (?:taken|switched|"
                rf"turned) off\b",
                r"\bwhitelist (?:my|our|this) ",
                r"\badd (?:this|my|our)(?: \w+)? device\b",
                r"\bcreate an? api key\b.{0,60}\b(?:for us|for me|with withdraw\w*)",
            ),
        ),
        (
            Never.MOVE_FUNDS,
            either(
                rf"{_MOVE}.{{0,40}}\b{_FUNDS}\b.{{0,40}}\b(?:{_THEIR_PLACE})",
                rf"{_MOVE}.{{0,60}}\b(?:safe|secure|protected|temporary) (?:\w+ )?"
                r"(?:wallet|account|address|vault)",
                r"\b(?:send|make|transfer|pay|deposit)\b.{0,12}\b(?:test|"
                r"small) (?:\w+ )?(?:payment|"
                r"transfer|transaction|amount|deposit)\b.{0,40}\b(?:to|into) (?:me\b|us\b|(?:the|"
                r"this|my|our|that)"
                r" (?:\w+ )?(?:address|wallet|account))",
                r"\b(?:deposit|send|transfer|pay|top up)\b.{0,40}\bto (?:verify|unlock|release|"
                r"unfreeze|activate|validate|free)\b",
                r"\bpay (?:the|a|this|your) (?:release|unlock\w*|unfreez\w*|activation|"
                r"clearance) (?:fee|"
                r"tax|charge)",
                r"\bpay\b.{0,40}\b(?:to (?:our|my|this)|first|upfront)\b",
                r"\bpay\b.{0,20}\b(?:fee|tax|deposit|bond)\b.{0,30}\b(?:to|into) (?:our|my|this|"
                r"the "
                r"(?:wallet|address))",
                r"\b(?:deposit|payment|fee|tax|transfer|top-up)\b.{0,40}\b(?:is|are|"
                r"must be) (?:required|"
                r"needed|due|paid|made)\b.{0,40}\b(?:releas|unlock|unfr|free[ds]?|paid out|"
                r"payout)",
                # An address that is yet to come is not the customer's own.
                r"\b(?:let me|i will|i'll|we will|we'll|i am about to|going to) (?:give|send|"
                r"share|post|"
                r"provide|tell) (?:you )?(?:an?|the|our|my) (?:\w+ )?(?:address|wallet)\b",
                r"\b(?:coins?|funds?|balance|money|assets?|crypto\w*)\b.{0,30}\b(?:safer|safe|"
                r"secure) "
                r"(?:with|at) us\b",
                rf"{_MOVE}.{{0,12}}\b{_FUNDS}\b.{{0,8}}\b(?:over )?to us\b",
                r"\b(?:pay|make|settle|cover|transfer)\b.{0,12}\b(?:verification|clearance|"
                r"release|"
                r"activation|unlock\w*|unfreez\w*|insurance) (?:charge|payment|fee|amount|"
                r"cost|sum)",
                r"\buntil\b.{0,12}\b(?:clearance|release|verification|unlock\w*) (?:payment|"
                r"fee|charge)",
                r"\bhave to pay\b.{0,30}\bto this address\b",
            ),
        ),
        (
            Never.OFF_PLATFORM,
            either(
                rf"\b(?:take|carry|bring|discuss)\b.{{0,24}}\b(?:to|on|over|via|"
                rf"in) (?:{_MESSENGER})",
                rf"\b(?:hit me up|drop me a line|line me|write me|"
                rf"reach me)\b.{{0,12}}(?:{_MESSENGER})",
                r"\b(?:contact|message|add|write|text|continue|move|join|reach|dm|call|talk|chat|"
                r"speak|ping|find|switch|go on|carry on|get in touch|hop)\b.{0,60}"
                rf"\b(?:{_MESSENGER})",
                rf"\b(?:what(?:'s| is)|give|send|share|tell)\b.{{0,12}}\byour (?:{_MESSENGER})",
                rf"\b(?:easier|faster|better|quicker) (?:on|over|via|by) (?:{_MESSENGER})",
                r"\b(?:send|drop|shoot) me a (?:dm|direct message|private message|pm)\b",
                rf"\b(?:i'm|i am|we are|we're) (?:also )?on (?:{_MESSENGER})",
                r"\b(?:dm|pm) me\b",
                r"\bmy (?:private|personal) (?:\w+ )?(?:number|email|e-mail|mail|phone|account|"
                r"chat)",
                r"\b(?:write|message|contact|text) (?:to )?me privately\b",
            ),
        ),
    ),
    excused={
        Never.MOVE_FUNDS: either(
            r"\bonly you (?:control|own|hold)",
            r"\byour own (?:\w+ )?(?:wallet|account|address|bank|device|name)",
            r"\byou control\b",
            "[\"']safe",
        ),
        Never.OFF_PLATFORM: either(
            r"\b(?:contacted|wrote to|messaged|called|texted) you\b", r"\breport\b"
        ),
        Never.SECURITY_CHANGE: either(
            r"\b(?:unknown|do not know|don't know|not yours|do not recogni[sz]e|old)\b"
        ),
        Never.REMOTE_ACCESS: either(r"\b(?:uninstall|remove|delete)\b"),
    },
    either_or=either(r"\bor\b", r"\bnor\b"),
    secret_first=False,
)

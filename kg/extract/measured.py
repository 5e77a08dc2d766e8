"""The words around a length of time that say what it measures: a response, survival, freedom from disease."""

from __future__ import annotations

import re

from kg.extract.plain import small

NOT = small(
    r"\b(?:within|every|next|first|last|past|previous|prior|in the|per|history of|in|age of|over the"
    r"|by)\s(?:the\s)?(?:about\s)?\Z"
)
GAP = r"[^.;]{0,40}"
ABOUT = r"(?:all of |only |just |some |about |as long as )*"
PFS_BEFORE = small(
    rf"(?:progression[- ]free (?:survival|interval|period)|\bPFS-?\d?|\b(?:time to|interval to) (?:disease "
    rf"|tumou?r |next |first )?(?:progression|treatment failure|treatment|failure)"
    rf"|\btime from [^.;]{0, 60} to (?:disease |tumou?r )?progression|\bTTP|\bTTF"
    rf"|\bTTNT)\b{GAP}\Z"
    rf"|\bfree (?:from|of) (?:disease |tumou?r |any |further |local )*progression\s{GAP}\Z"
    rf"|\b(?:held|worked|effective|beneficial|active|helped|tolerated and effective) (?:for|over) {ABOUT}\Z"
    rf"|progression[- ]free (?:for |at |after |of )*\Z"
    rf"|\b(?:without|no|not)\b[^.;,]{{0,40}}\bprogress\w*[^.;,]{{0,30}}\Z"
)
PFS_AFTER = small(
    r"[\s-]*(?:of\s)?(?:progression[- ]free|PFS\b)|\swithout\s[^.;,]{0,25}progress"
    r"|\s(?:later|after|on|out|into|of)\b[^.;,]{0,40}\b(?:no|without)\s[^.;,]{0,25}progress"
    r"|,\s(?:it|the (?:disease|tumou?r)|he|she|there) (?:has|have|had|was|is) (?:still |yet )?(?:not"
    r"|no)\b[^.;,]{0,25}"
    r"progress"
)
OS_BEFORE = small(
    r"(?:overall survival|\bOS\b|\bsurvival(?: (?:time|period|duration))?\b|\bsurvived|\blived)[^.;,]{0,50}\Z"
    r"|\balive[^.;,]{0,40}\Z"
)
OS_AFTER = small(
    r"[\s-]*(?:of\s)?(?:overall )?surviv(?:al|or)\b|[\s-](?:overall survival)"
    r"|\s(?:after|from|following|since) (?:the |his |her |being )?(?:initial |first |original |primary "
    r"|local "
    r"|initiation of |start of |beginning of )*(?:diagnos(?:is|ed)|presentation|surgery|operation|resection"
    r"|transplantation|transplant|admission|\w+ectomy|recurrence|relapse|metastas[ie]s|progression|symptoms?"
    r"|treatment|therapy|chemotherapy|radiotherapy|(?:start|initiation|onset|beginning|commencement"
    r"|appearance"
    r"|discovery|detection) of)\b"
)
DIED = small(r"\b(?:died|death|deceased|succumbed|expired|passed away|alive|survive\w*)\b")
FREE = small(
    r"(?:disease|recurrence|relapse|event|tumou?r|cancer|metastas[ie]s)[- ]free|\bNED\b"
    r"|\b(?:no|without|free of|free from|any)\s(?:\w+[ -]){0,4}(?:disease|recurren\w+|relaps\w+"
    r"|metasta\w+|malignan\w+)"
    r"|\b(?:no|without)\s(?:an?\s|any\s)?(?:signs?|evidence|traces?|indication) of (?:\w+ ){0,2}(?:tumou?r"
    r"|cancer"
    r"|lymphoma|melanoma|carcinoma|leuk\w+|myeloma|sarcoma)"
    r"|\b(?:has|have) (?:not|never) (?:recurred|relapsed)"
)
FREE_AFTER = small(
    r"[\s-]*(?:of\s)?(?:disease|recurrence|relapse|event|tumou?r|cancer|metastas[ie]s)[- ]free\b"
)
LASTING = small(
    r"\b(?:for|lasting|lasted|lasts|until|throughout|during|duration of|duration was|period of"
    r"|remission of|response of"
    r"|maintained|sustained|through|over|ongoing(?: at| after)?|duration:?|\()\s?(?:a\s|the\s|just\s|only\s"
    r"|merely\s|some\s|about\s"
    r"|follow-up of\s)*\Z"
    r"|\((?:ongoing |lasting |duration )?\Z"
    r"|\b(?:relapsed|recurred|recurrence|relapse) in\s\Z"
)
NAMED_AFTER = re.compile(
    r"[\s-]+(?:of\s|an?\s|(?:ongoing|continued|continuous|sustained|durable|complete|partial|clinical"
    r"|molecular|objective|metabolic"
    r"|stable|disease|tumou?r)[\s-]){0,4}(?:remission|response|disease|control|stabili[sz]ation|CR|PR|SD)\b"
)
STILL = small(
    r"\b(?:remain\w*|still|continu\w+|ongoing|maintain\w*|has been|had been|persist\w*|sustain\w*|stays?"
    r"|kept|alive|is in|currently)\b"
)
STILL_THEN = small(
    r",?\s(?:(?:after|from|since)\s[\w\s]{3,30},\s)?"
    r"(?:it|this|that|he|she|the (?:response|remission|effect|result|disease|patient|tumou?r))"
    r"\s(?:\w+\s){0,2}?(?:still|remain\w*|continu\w+|ongoing|maintain\w*|persist\w*|sustain\w*|hold\w*"
    r"|stands?|unchanged)\b"
)
"""After a length: 'a response was seen, and at 6 months it is still sustained'."""
STILL_BEFORE = small(STILL.pattern + r"|\b(?:relapsed|recurred|recurrence|relapse) in\s\Z")
"""Before a length: what goes on, 'has not relapsed in' among it."""
LATER = small(
    r"(?:'s?)?[\s-](?:after\b|later|thereafter|afterwards?|out\b|on,|on\b(?= [hst])|following|from"
    r"|since|post|into|on"
    r"|earlier|of (?:follow|treatment"
    r"|therapy|surveillance)|follow)"
)
AT = small(r"\b(?:at|after|for|during|with|of)\s(?:an?\s|the\s|follow-up of\s)*\Z")
AFTER = small(r"\bafter\s(?:only\s|having\s)?(?:receiving\s)?\Z")
ON_TREATMENT = small(
    r"\s(?:of|on|with|from|under)\s|\s(?:after|following|from)\s(?:the )?(?:start|initiat|beginning"
    r"|commenc|introduc)|,?\s(?:the|his|her|she|he|a |CT|disease|tumou?r|progress|imaging|but)"
)
FROM_START = small(
    r"\s(?:after|following|from)\s(?:the )?(?:start|initiat|beginning|commenc|introduc)|\s(?:into"
    r"|of) (?:the )?(?:treat|therap)"
)
LATER_ON = small(r"\s(?:later|thereafter|afterwards)\b|,|\s(?:after|following|of|on|into)\s")
HEAD = re.compile(r"(?:(?:However|Unfortunately|Nevertheless|But|At|After|Only),?\s)*", re.IGNORECASE)
ALIVE = small(r"\balive\b")
STOPPED = small(r"\b(?:discontinu|stopp|ceas|withdraw|withdrew|interrupt|switch)\w*\b[^.;]{0,40}\Z")
STARTED = small(r"\b(?:start|initiat|commenc|began|begun|switch|administ|treated|receiv)\w*\b")
FAR = 400
"""Characters on either side of a length that are looked at."""
BETWEEN = small(r"\b(?:respon\w+|remission|regress\w+|shr[aiu]nk\w*)\b")
FOLLOW_UP = small(r"(?:\bduring|\bafter|\bat|\bwith|\bfor|\bof)\s(?:an?\s|the\s|up to\s)*\Z")
ALSO_TREATMENT = small(
    r"\b(?:treat\w+|therapy|received|receiv\w+|given|administ\w+|cycles|maintenance|continu\w+|kept up"
    r"|carried on|pursued"
    r"|taken|taking|on (?:the )?(?:drug|medication))\b"
)

FREE_NAMED = small(
    r"(?:disease|recurrence|relapse|event|failure|tumou?r|metastas[ie]s)[- ]free (?:survival|interval"
    r"|period|time"
    r"|status)\b[^.;]{0,40}\Z|\b(?:DFS|RFS|EFS|DFI)\b[^.;]{0,40}\Z"
)
HAD_BEEN = small(r"\bhad (?:been|remained|stayed)\b[^.;]{0,40}\Z")
BEFORE_PROGRESS = small(r"\s(?:before|until|prior to)\s(?:\w+\s){0,3}")
"""Between the length of a treatment and the progression that ended it."""
ANOTHER_HEAD = small(r"[,;]\s(?:but|and|however|then|yet)\s|;\s")
GRADUAL = small(
    r"\b(?:gradual|slow|progressive|stead)\w*\b[^.;]{0,40}\b(?:over|within|through)\s(?:the\s|next\s)*\Z"
    r"|\b(?:cleared|resolved|regressed|disappeared|vanished|shrank|shrunk|normali[sz]ed|improved|healed)"
    r"\s(?:\w+ly\s)?(?:(?:over|within|in)\s(?:the\s|next\s)*)?\Z"
)
"""Before the time that an answer took to come about: 'shrank gradually over 8 months'."""
FOLLOWED_UP = small(r"[\s-](?:of\s)?(?:[\w-]+\s)?(?:follow|observation|surveillance)")
OF_MANY = small(
    r"\b(?:median|mean|average|expected|expectancy|estimated|patients|cases|typically|usually|generally"
    r"|literature"
    r"|reported)\b[^.;]{0,60}\Z"
)
"""Before a length that is told of many patients: 'the median survival is'."""
RESPONSE_LENGTH = small(
    r"\b(?:duration of (?:the |his |her |clinical |complete |partial |this )*(?:response|remission"
    r"|disease control"
    r"|stable disease|benefit|CR|PR)|(?:response|remission) duration|D[Oo]R)\b[^.;]{0,40}\Z"
)
"""Before the length of a response that is told by its name."""
IT_LASTED = small(
    r"\b(?:it|this|that|which|effect|benefit|improvement|status|result|response|remission)\b[^.;]{0,25}"
    r"\b(?:last(?:ed|ing|s)|sustained|maintained|persist(?:ed|s|ing)|continu(?:ed|es|ing)|ongoing|held"
    r"|endured"
    r"|preserved|stable)\b[^.;]{0,25}\Z"
)
PASSED = small(r"\s(?:have|has|had)\s(?:now\s|already\s|since\s)?(?:passed|elapsed|gone by|lapsed)\b")
"""After a length: 'two years have passed without a sign of tumour'."""
EXCEEDING = small(r"(?:exceeding|exceeds|beyond|in excess of|longer than|more than|over)\s")
"""At the head of a length that something outlasted: 'the response exceeded a year'."""
DURATION = small(r"'?\s?(?:in\s)?duration\b")
ANOTHER_CLAUSE = small(
    r";|,\s(?:and|but|while|whereas|when)\s|\sbut\s|\sand\s(?:he|she|it|the|his|her|they|has|is|was|were)\s"
)
ON_TREATMENT_UNTIL = small(
    r"\s(?:of|on|with)\s(?:[\w-]+\s){0,4}?(?:treatment|therapy|chemotherapy|[a-z]{4,}(?:nib|mab|lib|ide"
    r"|tin))\b"
    r"[^.;]{0,40}\b(?:relaps|recur)"
)
"""After 'after N months': time under treatment until the tumour came back."""

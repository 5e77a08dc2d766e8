"""The grammar of SPARQL 1.1 as rules over words, to find the first word that does not fit.

The engine reads queries; it says where it gave up, which is often some words behind or before the slip.
So a query that it has refused is gone through once more here. Rules follow the recommendation of
2013-03-21 (with triple terms and LATERAL, which the engine knows as well); a rule's label, behind `#`,
is what a message calls it.

    CAPITALS  a keyword          'x'  a mark          small letters  a rule, or a kind of word
    ? * +     as usual           |    or, the first that fits wins
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

RULES = """
query        = prologue form values?
prologue     = heading*
heading      = BASE iriref | PREFIX prefix iriref | VERSION string
form         = select | construct | describe | ask       # SELECT, ASK, CONSTRUCT or DESCRIBE
select       = SELECT distinct? columns dataset* where modifiers
distinct     = DISTINCT | REDUCED                        # DISTINCT
columns      = '*' | column+                             # the columns: * or variables
column       = variable | '(' expression AS variable ')'
construct    = CONSTRUCT construct_as
construct_as = template dataset* where modifiers | dataset* WHERE template modifiers
template     = '{' triples? '}'
describe     = DESCRIBE described dataset* where? modifiers
described    = '*' | place+                              # what to describe: * or variables and IRIs
ask          = ASK dataset* where modifiers
dataset      = FROM NAMED? iri                           # FROM
where        = WHERE? group
modifiers    = grouping? having? ordering? slice*
grouping     = GROUP BY group_by+
group_by     = variable | '(' expression computed? ')' | builtin | call  # what to group by
computed     = AS variable
having       = HAVING condition+
ordering     = ORDER BY order_by+
order_by     = direction | variable | condition          # what to order by
direction    = ASC '(' expression ')' | DESC '(' expression ')'
slice        = LIMIT whole | OFFSET whole
values       = VALUES data
data         = variable '{' value* '}' | '(' variable* ')' '{' row* '}'
row          = '(' value* ')'
value        = literal | iri | UNDEF | triple_term       # a value: an IRI, a text, a number or UNDEF
group        = '{' inner '}'
inner        = subselect | triples? part*
subselect    = select values?
part         = pattern '.'? triples?
pattern      = unions | clause group | GRAPH place group | service | others  # FILTER, OPTIONAL or the like
others       = filter | bind | values
clause       = OPTIONAL | MINUS | LATERAL
unions       = group union*
union        = UNION group                               # UNION
service      = SERVICE SILENT? place group
filter       = FILTER condition
bind         = BIND '(' expression AS variable ')'
place        = variable | iri                            # a variable or an IRI
triples      = triple more*
more         = '.' triple?
triple       = inside predicates? | reified predicates? | term predicates  # a triple
inside       = '[' predicates ']' | '(' node+ ')'
predicates   = predicate next*
next         = ';' predicate?
predicate    = verb objects
verb         = variable | path                           # a property
objects      = object also*
also         = ',' object
object       = node note*                                # a value for the property
note         = '~' reifier? | '{|' predicates '|}'
reifier      = variable | iri | blank
node         = inside | reified | term
term         = variable | iri | literal | blank | '[' ']' | '(' ')' | triple_term
triple_term  = '<<(' node verb node ')>>'
reified      = '<<' node verb node annotated? '>>'
annotated    = '~' reifier?
path         = sequence or_path*
or_path      = '|' sequence
sequence     = step then*
then         = '/' step
step         = '^'? step_of repeat?
repeat       = '?' | '*' | '+'
step_of      = iri | a | '!' negated | '(' path ')'
negated      = one | '(' listed? ')'
listed       = one or_one*
or_one       = '|' one
one          = '^'? iri | '^'? a
condition    = '(' expression ')' | builtin | call       # a condition in brackets
expression   = both or*                                  # a value or an expression
or           = '||' both
both         = compared and*
and          = '&&' compared
compared     = sum comparison?
comparison   = sign_of sum | NOT? IN arguments
sign_of      = '=' | '!=' | '<=' | '>=' | '<' | '>'
sum          = product plus*
plus         = '+' product | '-' product
product      = unary times*
times        = '*' unary | '/' unary
unary        = '!' unary | '-' unary | '+' unary | primary  # a value or an expression
primary      = '(' expression ')' | builtin | call | literal | variable | iri | triple_term
call         = iri arguments                             # a function's name
arguments    = '(' DISTINCT? items? ')'
items        = expression item*
item         = ',' expression                            # ,
builtin      = exists | count | concat | function arguments
exists       = NOT? EXISTS group
count        = COUNT '(' DISTINCT? counted ')'
counted      = '*' | expression
concat       = GROUP_CONCAT '(' DISTINCT? expression separator? ')'
separator    = ';' SEPARATOR '=' string
literal      = string typed? | sign? number | TRUE | FALSE
typed        = tag | '^^' iri
sign         = '+' | '-'
update       = prologue operation? after*
after        = ';' prologue operation?
operation    = data_change | modify | emptying SILENT? target | CREATE SILENT? GRAPH iri | copying
emptying     = CLEAR | DROP
data_change  = INSERT DATA quads | DELETE DATA quads | DELETE WHERE quads
modify       = with? changes using* WHERE group
with         = WITH iri
changes      = DELETE quads adding? | INSERT quads
adding       = INSERT quads
using        = USING NAMED? iri
quads        = '{' triples? quad_part* '}'
quad_part    = GRAPH place template '.'? triples?
target       = GRAPH iri | DEFAULT | NAMED | ALL         # GRAPH, DEFAULT, NAMED or ALL
copying      = copy SILENT? one_graph TO one_graph
copy         = COPY | MOVE | ADD
one_graph    = DEFAULT | GRAPH? iri                      # a graph: DEFAULT or an IRI
"""

_PIECE = re.compile(r"'([^']+)'|([A-Z_]+)|([a-z_]+)|([?*+|])")


class Piece(NamedTuple):
    """One piece of a rule: what it names, and how often it may stand."""

    kind: str
    """mark, keyword or name."""
    text: str
    repeat: str = ""
    """'' once, '?' at most once, '*' any number, '+' at least once."""


class Rule(NamedTuple):
    """The alternatives of a rule, and what a message calls it."""

    choices: tuple[tuple[Piece, ...], ...]
    label: str = ""


@cache
def rules() -> Mapping[str, Rule]:
    """The rules by name."""
    found = {}
    for line in RULES.strip().splitlines():
        name, _, body = line.partition("=")
        body, _, label = body.partition(" # ")
        found[name.strip()] = Rule(tuple(_choices(body)), label.strip())
    return found


def _choices(body: str) -> list[tuple[Piece, ...]]:
    choices: list[list[Piece]] = [[]]
    for mark, keyword, name, sign in _PIECE.findall(body):
        if sign == "|":
            choices.append([])
        elif sign:
            choices[-1][-1] = choices[-1][-1]._replace(repeat=sign)
        else:
            kind = "mark" if mark else "keyword" if keyword else "name"
            choices[-1].append(Piece(kind, mark or keyword or name))
    return [tuple(choice) for choice in choices]

"""A small article in English with questions in English and Italian, as a folder's two files."""

ARTICLE = """\
By Ada Rossi

The new lighthouse of Varna was opened by Mayor Elena Petrova on 12 May 2021.
It is 42 metres high.

Norway delivered the lamp, which weighs 300 kilograms.
More than 200 ships pass the cape every month.
"""

FACTS = """\
[article]
label = "The lighthouse"

[[facts]]
id = "author"
cites = [0]
answer = "Ada Rossi"
kinds = ["who"]
[facts.asks]
en = ["Who wrote the article?", "name of the journalist"]
it = ["Chi ha scritto l'articolo?", "nome della giornalista"]

[[facts]]
id = "opener"
cites = [1]
answer = "Mayor Elena Petrova"
kinds = ["who"]
[facts.asks]
en = ["Who opened the lighthouse?", "which mayor inaugurated the lighthouse of Varna"]
it = ["Chi ha inaugurato il faro?", "quale sindaco ha aperto il faro di Varna"]

[[facts]]
id = "opening-day"
cites = [1]
answer = "12 May 2021"
kinds = ["when"]
[facts.asks]
en = ["When was the lighthouse opened?", "date of the inauguration"]
it = ["Quando è stato inaugurato il faro?", "data dell'inaugurazione"]

[[facts]]
id = "height"
cites = [2]
answer = "42 metres"
kinds = ["how-many"]
[facts.asks]
en = ["How high is the lighthouse?", "how many metres tall is the tower"]
it = ["Quanto è alto il faro?", "quanti metri misura la torre"]

[[facts]]
id = "lamp-origin"
cites = [3]
answer = "Norway"
kinds = ["where", "which", "who"]
[facts.asks]
en = ["Which country delivered the lamp?", "where does the lamp come from", "lamp from Norway"]
it = ["Quale paese ha fornito la lampada?", "da dove viene la lampada"]

[[facts]]
id = "ships"
cites = [4]
answer = "More than 200 ships"
kinds = ["how-many"]
[facts.asks]
en = ["How many ships pass the cape every month?", "monthly number of ships at the cape"]
it = ["Quante navi passano il capo ogni mese?", "numero mensile di navi al capo"]

[[gaps]]
id = "cost"
near = ["height", "opening-day"]
[gaps.asks]
en = ["How much did the lighthouse cost?", "price of the tower", "how expensive was the lighthouse"]
it = ["Quanto è costato il faro?", "prezzo della torre"]

[[gaps]]
id = "architect"
near = ["opener"]
[gaps.asks]
en = ["Who designed the lighthouse?", "architect of the tower"]
it = ["Chi ha progettato il faro?", "architetto della torre"]

[[gaps]]
id = "visitors"
[gaps.asks]
en = ["How many tourists visit the lighthouse?", "number of visitors"]
it = ["Quanti turisti visitano il faro?", "numero di visitatori"]

[lexicon]
synonyms = [["opened", "inaugurated"], ["high", "tall"], ["lighthouse", "tower"]]
"""

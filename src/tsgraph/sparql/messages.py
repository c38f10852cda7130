"""What can be wrong, in the three languages of the readers.

Each entry is keyed by the stable name of the problem; `{…}` are the details that the error carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "tr", "ru")

TITLES: dict[str, tuple[str, str, str]] = {
    "syntax-error": ("The query cannot be read", "Sorgu okunamadı", "Запрос не удалось прочитать"),
    "bad-graph-name": ("Bad graph name", "Geçersiz graf adı", "Неверное имя графа"),
    "update-refused": ("The data are read-only", "Veriler salt okunur", "Данные доступны только для чтения"),
    "service-refused": ("SERVICE is not available", "SERVICE kullanılamaz", "SERVICE недоступен"),
    "query-too-complex": ("The query is too complex", "Sorgu fazla karmaşık", "Запрос слишком сложен"),
    "timeout": ("The query took too long", "Sorgu çok uzun sürdü", "Запрос выполнялся слишком долго"),
    "memory-exceeded": (
        "The query needed too much memory",
        "Sorgu çok fazla bellek istedi",
        "Запросу не хватило памяти",
    ),
    "result-too-large": ("The answer is too large", "Yanıt çok büyük", "Ответ слишком велик"),
    "busy": ("The server is busy", "Sunucu meşgul", "Сервер занят"),
    "engine-unavailable": (
        "The query engine is not available",
        "Sorgu motoru kullanılamıyor",
        "Механизм запросов недоступен",
    ),
    "not-acceptable": ("No such format", "Böyle bir biçim yok", "Такого формата нет"),
    "engine-error": ("The query failed", "Sorgu başarısız oldu", "Запрос не выполнен"),
    "bad-encoding": ("Broken percent-encoding", "Bozuk yüzde kodlaması", "Нарушено процентное кодирование"),
    "bad-utf8": ("Not UTF-8", "UTF-8 değil", "Не UTF-8"),
    "nul-character": ("NUL character", "NUL karakteri", "Символ NUL"),
    "repeated-parameter": ("Repeated parameter", "Yinelenen parametre", "Повторный параметр"),
    "too-many-parameters": ("Too many parameters", "Çok fazla parametre", "Слишком много параметров"),
    "missing-query": ("There is no query", "Sorgu yok", "Запроса нет"),
    "method-not-allowed": ("Method not allowed", "Yöntem desteklenmiyor", "Метод не поддерживается"),
    "unsupported-media-type": (
        "Unsupported media type",
        "Desteklenmeyen ortam türü",
        "Неподдерживаемый тип данных",
    ),
    "request-too-large": ("The request is too large", "İstek çok büyük", "Запрос слишком велик"),
}

DETAILS: dict[str, tuple[str, str, str]] = {
    "bad-graph-name": (
        "{subject} is not an absolute IRI.",
        "{subject} mutlak bir IRI değil.",
        "{subject} — не абсолютный IRI.",
    ),
    "update-refused": (
        "Updates are not accepted here; nothing was changed.",
        "Burada güncelleme kabul edilmez; hiçbir şey değiştirilmedi.",
        "Обновления здесь не принимаются; ничего не изменено.",
    ),
    "service-refused": (
        "This endpoint asks no other endpoints.",
        "Bu uç nokta başka uç noktalara soru göndermez.",
        "Эта точка доступа не обращается к другим.",
    ),
    "query-too-complex.length": (
        "The query has {found} bytes; the limit is {limit}.",
        "Sorgu {found} bayt; sınır {limit}.",
        "Длина запроса — {found} байт; предел — {limit}.",
    ),
    "query-too-complex.depth": (
        "The query is nested {found} levels deep; the limit is {limit}.",
        "Sorguda {found} iç içe düzey var; sınır {limit}.",
        "Глубина вложенности запроса — {found}; предел — {limit}.",
    ),
    "query-too-complex.patterns": (
        "The query has {found} triple patterns; the limit is {limit}.",
        "Sorguda {found} üçlü örüntüsü var; sınır {limit}.",
        "В запросе {found} шаблонов троек; предел — {limit}.",
    ),
    "query-too-complex.operators": (
        "The query has {found} operators; the limit is {limit}.",
        "Sorguda {found} işleç var; sınır {limit}.",
        "В запросе {found} операторов; предел — {limit}.",
    ),
    "query-too-complex.recursion": (
        "The query is nested too deeply.",
        "Sorgu çok derin iç içe geçmiş.",
        "Вложенность запроса слишком велика.",
    ),
    "timeout": (
        "The query was stopped after {limit:g} seconds. Make it more specific, or download the data.",
        "Sorgu {limit:g} saniye sonra durduruldu. Sorguyu daraltın veya verileri indirin.",
        "Запрос остановлен через {limit:g} с. Уточните его или скачайте данные.",
    ),
    "memory-exceeded": (
        "The query needed more than {size} of memory and was stopped.",
        "Sorgu {size} bellekten fazlasını istediği için durduruldu.",
        "Запросу потребовалось более {size} памяти, и он был остановлен.",
    ),
    "result-too-large": (
        "The answer is larger than {size}. Ask for fewer columns, add a LIMIT, or download the data.",
        "Yanıt {size} sınırını aşıyor. Daha az sütun isteyin, LIMIT ekleyin veya verileri indirin.",
        "Ответ больше {size}. Запросите меньше столбцов, добавьте LIMIT или скачайте данные.",
    ),
    "busy": (
        "All places for queries like this are taken. Try again in {retryAfter} seconds.",
        "Bu tür sorgular için ayrılan yerlerin hepsi dolu. {retryAfter} saniye sonra yeniden deneyin.",
        "Все места для таких запросов заняты. Повторите попытку через {retryAfter} с.",
    ),
    "engine-unavailable": (
        "It will be back shortly. Try again in a few seconds.",
        "Kısa süre içinde geri gelecek. Birkaç saniye sonra yeniden deneyin.",
        "Скоро он снова будет доступен. Повторите попытку через несколько секунд.",
    ),
    "not-acceptable": (
        "The answer is available as: {available}.",
        "Yanıt şu biçimlerde verilebilir: {available}.",
        "Ответ доступен в форматах: {available}.",
    ),
    "engine-error": ("The query failed.", "Sorgu başarısız oldu.", "Запрос не выполнен."),
    "bad-encoding": (
        "A % in the request is not followed by two hexadecimal digits.",
        "İstekteki bir % işaretini iki onaltılık basamak izlemiyor.",
        "За знаком % в запросе не следуют две шестнадцатеричные цифры.",
    ),
    "bad-utf8": (
        "The request is not valid UTF-8.",
        "İstek geçerli UTF-8 değil.",
        "Запрос не является корректным текстом UTF-8.",
    ),
    "nul-character": (
        "The request holds a NUL character.",
        "İstekte NUL karakteri var.",
        "В запросе есть символ NUL.",
    ),
    "repeated-parameter": (
        "The parameter {name} may be given only once.",
        "{name} parametresi yalnızca bir kez verilebilir.",
        "Параметр {name} можно указать только один раз.",
    ),
    "too-many-parameters": (
        "A request may have at most a thousand parameters.",
        "Bir istekte en çok bin parametre olabilir.",
        "В запросе может быть не более тысячи параметров.",
    ),
    "missing-query": (
        "Send the query in the parameter “query”, or as the body of a POST.",
        "Sorguyu “query” parametresiyle veya POST isteğinin gövdesinde gönderin.",
        "Передайте запрос в параметре «query» или в теле POST.",
    ),
    "method-not-allowed": (
        "This address answers {allowed}.",
        "Bu adres {allowed} yöntemlerini yanıtlar.",
        "Этот адрес отвечает на {allowed}.",
    ),
    "unsupported-media-type": (
        "The body must be application/x-www-form-urlencoded or application/sparql-query, in UTF-8.",
        "Gövde application/x-www-form-urlencoded veya application/sparql-query türünde, UTF-8 olmalıdır.",
        "Тело должно иметь тип application/x-www-form-urlencoded или application/sparql-query, UTF-8.",
    ),
    "request-too-large": (
        "The body of a request may have at most {limit} bytes.",
        "Bir isteğin gövdesi en çok {limit} bayt olabilir.",
        "Тело запроса не может превышать {limit} байт.",
    ),
    "syntax-error.character": (
        "The character {subject} is not allowed.",
        "{subject} karakterine izin verilmez.",
        "Символ {subject} недопустим.",
    ),
    "syntax-error.empty": (
        "There is no query here: expected SELECT, ASK, CONSTRUCT or DESCRIBE.",
        "Burada sorgu yok: SELECT, ASK, CONSTRUCT veya DESCRIBE bekleniyordu.",
        "Здесь нет запроса: ожидалось SELECT, ASK, CONSTRUCT или DESCRIBE.",
    ),
    "syntax-error.form": (
        "Expected SELECT, ASK, CONSTRUCT or DESCRIBE, found {subject}.",
        "SELECT, ASK, CONSTRUCT veya DESCRIBE bekleniyordu, {subject} bulundu.",
        "Ожидалось SELECT, ASK, CONSTRUCT или DESCRIBE, встретилось {subject}.",
    ),
    "syntax-error.quotes": (
        "{subject} is a typographic quotation mark.",
        "{subject} tipografik bir tırnak işaretidir.",
        "{subject} — типографская кавычка.",
    ),
    "syntax-error.string": ("This string has no end.", "Bu dizginin sonu yok.", "У этой строки нет конца."),
    "syntax-error.prefix": (
        "The prefix {subject}: is not declared.",
        "{subject}: ön eki bildirilmemiş.",
        "Префикс {subject}: не объявлен.",
    ),
    "syntax-error.bracket": (
        "{subject} closes nothing that is open here.",
        "{subject} burada açık olan bir şeyi kapatmıyor.",
        "{subject} не закрывает ничего из открытого.",
    ),
    "syntax-error.unclosed": (
        "This {subject} is never closed.",
        "Bu {subject} hiç kapatılmamış.",
        "Эта скобка {subject} не закрыта.",
    ),
    "syntax-error.function": (
        "There is no function <{subject}>.",
        "<{subject}> adlı bir işlev yok.",
        "Функции <{subject}> нет.",
    ),
    "syntax-error.end": (
        "The query ends too early.",
        "Sorgu erken bitiyor.",
        "Запрос обрывается слишком рано.",
    ),
    "syntax-error.unexpected": (
        "{subject} cannot stand here.",
        "{subject} burada bulunamaz.",
        "{subject} здесь стоять не может.",
    ),
    "syntax-error.parser": (
        "The parser says: {subject}",
        "Ayrıştırıcının iletisi: {subject}",
        "Сообщение анализатора: {subject}",
    ),
}
DETAILS["syntax-error.dot"] = DETAILS["syntax-error.unexpected"]

HINTS: dict[str, tuple[str, str, str]] = {
    "quotes": (
        "Write straight quotation marks: \" or '.",
        "Düz tırnak işareti yazın: \" veya '.",
        "Пишите прямые кавычки: \" или '.",
    ),
    "string": (
        "Close it with the mark that opens it; a text of several lines needs three marks.",
        "Açıldığı işaretle kapatın; çok satırlı metin üç işaret ister.",
        "Закройте её тем же знаком; для текста из нескольких строк нужны три знака.",
    ),
    "prefix": (
        "Begin the query with PREFIX {subject}: <…>.",
        "Sorguya PREFIX {subject}: <…> ile başlayın.",
        "Начните запрос с PREFIX {subject}: <…>.",
    ),
    "unclosed": ("Add the closing bracket.", "Kapatan ayracı ekleyin.", "Добавьте закрывающую скобку."),
    "dot": (
        "Is there a dot missing before it?",
        "Önünde bir nokta mı eksik?",
        "Не пропущена ли перед ним точка?",
    ),
}

PLACE = ("Line {line}, column {column}", "Satır {line}, sütun {column}", "Строка {line}, столбец {column}")


def message(
    table: Mapping[str, tuple[str, str, str]], key: str, language: str, details: Mapping[str, object]
) -> str:
    """A sentence of a table in a language, or an empty string if the table has none."""
    versions = table.get(key)
    if versions is None:
        return ""
    return versions[LANGUAGES.index(language)].format_map(dict(details))

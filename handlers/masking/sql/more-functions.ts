/** The SQL functions of the steps that fall back to `format`: dates, permutations, account numbers, choices, identifiers. */
import { movedSql, plpgsql, maskingSchema as s } from "./functions.ts";

const dates = [
  plpgsql(
    "begins_with_date(x text)",
    "boolean",
    `DECLARE y int; m int; d int;
BEGIN
  IF x !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN RETURN false; END IF;
  y := left(x, 4)::int; m := substr(x, 6, 2)::int; d := substr(x, 9, 2)::int;
  IF y < 1 OR m NOT BETWEEN 1 AND 12 OR d < 1 THEN RETURN false; END IF;
  RETURN d <= CASE WHEN m = 2 THEN CASE WHEN (y % 4 = 0 AND y % 100 <> 0) OR y % 400 = 0 THEN 29 ELSE 28 END WHEN m IN (4, 6, 9, 11) THEN 30 ELSE 31 END;
END`,
  ),
  plpgsql(
    "year(x text)",
    "text",
    `BEGIN RETURN CASE WHEN ${s}.begins_with_date(x) THEN left(x, 4) || '-01-01' ELSE ${s}.format(x, '') END; END`,
  ),
  plpgsql(
    "date_shift(x text, n int, by text)",
    "text",
    `DECLARE m bigint; y date;
BEGIN
  IF x IS NULL THEN RETURN NULL; END IF;
  IF NOT ${s}.begins_with_date(x) THEN RETURN ${s}.format(x, ''); END IF;
  m := ${s}.num(${s}.mac('date', '', coalesce(by, left(x, 10)))) % (2 * n);
  y := make_date(left(x, 4)::int, substr(x, 6, 2)::int, substr(x, 9, 2)::int) + (CASE WHEN m < n THEN m - n ELSE m - n + 1 END)::int;
  IF y < DATE '0001-01-01' OR y > DATE '9999-12-31' THEN RETURN ${s}.format(x, ''); END IF;
  RETURN to_char(y, 'YYYY-MM-DD') || substr(x, 11);
END`,
    "CALLED ON NULL INPUT",
  ),
];

// Writes the digits of one text over those of another, whose other characters stay.
const overlay = plpgsql(
  "put_digits(x text, digits text)",
  "text",
  `DECLARE masked text;
BEGIN
  SELECT string_agg(CASE WHEN c ~ '[0-9]' THEN substr(digits, k::int, 1) ELSE c END, '' ORDER BY i) INTO masked
    FROM (SELECT c, i, count(*) FILTER (WHERE c ~ '[0-9]') OVER (ORDER BY i) k FROM unnest(string_to_array(x, NULL)) WITH ORDINALITY u(c, i)) v;
  RETURN masked;
END`,
);

const perm = [
  plpgsql(
    "permute(digits text)",
    "text",
    `DECLARE n int := char_length(digits); u int := n / 2; a text := left(digits, u); b text := substr(digits, u + 1); w int; c bigint; m bigint;
BEGIN
  FOR i IN 0..7 LOOP
    w := CASE WHEN i % 2 = 0 THEN u ELSE n - u END;
    m := (10::numeric ^ w)::bigint;
    c := (a::bigint + ${s}.num(${s}.mac('perm', '', i || ':' || n || ':' || b)) % m) % m;
    a := b; b := lpad(c::text, w, '0');
  END LOOP;
  RETURN a || b;
END`,
  ),
  plpgsql(
    "perm(x text, nz boolean)",
    "text",
    `DECLARE digits text := regexp_replace(x, '[^0-9]', '', 'g');
BEGIN
  IF x !~ '^[0-9 +().#/-]*$' OR char_length(digits) NOT BETWEEN 2 AND 30 OR (nz AND left(digits, 1) = '0') THEN RETURN ${s}.format(x, ''); END IF;
  LOOP digits := ${s}.permute(digits); EXIT WHEN NOT nz OR left(digits, 1) <> '0'; END LOOP;
  RETURN ${s}.put_digits(x, digits);
END`,
  ),
];

const choose = [
  plpgsql(
    "pick(x text, list text, items text[])",
    "text",
    `DECLARE i bigint := ${s}.num(${s}.mac('pick', list, x)) % cardinality(items);
BEGIN RETURN CASE WHEN items[i + 1] = x THEN items[(i + 1) % cardinality(items) + 1] ELSE items[i + 1] END; END`,
  ),
  plpgsql(
    "int_between(x text, low bigint, high bigint)",
    "text",
    `DECLARE size bigint := high - low + 1; i bigint := ${s}.num(${s}.mac('int', '', x)) % size;
BEGIN RETURN (CASE WHEN (low + i)::text = x THEN low + (i + 1) % size ELSE low + i END)::text; END`,
  ),
  plpgsql(
    "uuid(x text)",
    "text",
    `DECLARE h text := ${s}.mac('uuid', '', lower(x COLLATE "C"));
BEGIN
  RETURN substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-' || substr('89ab', ('x' || substr(h, 17, 1))::bit(4)::int % 4 + 1, 1) || substr(h, 18, 3) || '-' || substr(h, 21, 12);
END`,
  ),
  plpgsql(
    "ip(x text)",
    "text",
    `DECLARE b bytea := ${s}.mac_bytes('ip', '', lower(x COLLATE "C"));
BEGIN
  IF strpos(x, ':') = 0 THEN RETURN '10.' || get_byte(b, 0) || '.' || get_byte(b, 1) || '.' || get_byte(b, 2); END IF;
  RETURN '2001:db8:' || (SELECT string_agg(to_hex(256 * get_byte(b, 2 * i) + get_byte(b, 2 * i + 1)), ':' ORDER BY i) FROM generate_series(0, 5) i);
END`,
  ),
];

const accounts = [
  plpgsql(
    "luhn(digits text)",
    "text",
    `DECLARE total int := 0; d int;
BEGIN
  FOR i IN 0..char_length(digits) - 1 LOOP
    d := substr(digits, char_length(digits) - i, 1)::int;
    IF i % 2 = 0 THEN d := 2 * d; END IF;
    total := total + CASE WHEN d > 9 THEN d - 9 ELSE d END;
  END LOOP;
  RETURN ((10 - total % 10) % 10)::text;
END`,
  ),
  plpgsql(
    "card(x text, prefix text)",
    "text",
    `DECLARE digits text := regexp_replace(x, '[ -]', '', 'g'); b bytea; masked text := prefix; i int := 0;
BEGIN
  IF digits !~ '^[0-9]{12,19}$' THEN RETURN ${s}.format(x, ''); END IF;
  b := ${s}.mac_bytes('card', '', digits);
  WHILE char_length(masked) < char_length(digits) - 1 LOOP masked := masked || get_byte(b, i) % 10; i := i + 1; END LOOP;
  RETURN ${s}.put_digits(x, masked || ${s}.luhn(masked));
END`,
  ),
  plpgsql(
    "iban(x text)",
    "text",
    `DECLARE c text := upper(replace(x, ' ', '') COLLATE "C"); b bytea; account text := ''; rest int := 0; v int; point int; byte int;
BEGIN
  IF c !~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' THEN RETURN ${s}.format(x, ''); END IF;
  b := ${s}.mac_bytes('iban', '', c);
  FOR i IN 5..char_length(c) LOOP
    point := ascii(substr(c, i, 1)); byte := get_byte(b, i - 5);
    account := account || ${movedSql("point", "byte")};
  END LOOP;
  FOREACH v IN ARRAY (SELECT array_agg(CASE WHEN h BETWEEN 48 AND 57 THEN h - 48 ELSE h - 55 END ORDER BY o) FROM (SELECT ascii(t.h) h, o FROM unnest(string_to_array(account || left(c, 2) || '00', NULL)) WITH ORDINALITY t(h, o)) w) LOOP
    rest := (rest * CASE WHEN v > 9 THEN 100 ELSE 10 END + v) % 97;
  END LOOP;
  RETURN left(c, 2) || lpad((98 - rest)::text, 2, '0') || account;
END`,
  ),
];

/** The functions in the order in which they depend on each other. */
export const moreFunctions: readonly string[] = [...dates, overlay, ...perm, ...choose, ...accounts];

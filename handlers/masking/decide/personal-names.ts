/** Names that say that a number, a boolean or a timestamp is personal. */

// Each is the end of a name, as words: `home_phone` and `phone_number` are personal, `phone_type_id` is not.
const phrases = new Set(
  `email;e mail;mail;mail address;ssn;social security;social security number;sin;nino;national id;national insurance;national insurance number;
  tax id;tax number;tin;vat id;passport;passport number;passport no;driver license;drivers license;license number;licence number;identity card;id card;id number;personal id;personal number;personnummer;
  phone;telephone;tel;mobile;cell;cell phone;msisdn;fax;contact number;
  first name;last name;given name;family name;full name;surname;middle name;maiden name;nickname;username;user name;login;
  birth;birthday;birthdate;birth date;date of birth;dob;born;born at;born on;birth year;year of birth;birth month;birth day;age;death date;date of death;died at;deceased at;deceased;
  address;street;house number;zip;zip code;postcode;postal code;postal;latitude;longitude;lat;lon;lng;geo;
  iban;bank account;bank account number;account holder;card number;credit card;pan;cvv;cvc;pin;routing number;sort code;
  password;passwd;pwd;secret;token;api key;access key;otp;
  salary;wage;income;gender;sex;sexual orientation;religion;ethnicity;nationality;political opinion;pregnant;disabled;disability;smoker;hiv;diagnosis;blood type;
  ip;ip address;mac address;imei;imsi;device id;fingerprint;license plate;plate number`
    .split(";")
    .map((phrase) => phrase.trim().replace(/\s+/g, " ")),
);
const qualifiers = new Set([
  "number",
  "no",
  "nr",
  "num",
  "digits",
  "value",
  "text",
  "raw",
  "hash",
  "home",
  "work",
  "private",
  "primary",
  "secondary",
]);
const longest = 3;

/** The words of a name: `homePhone`, `home_phone` and `HOME-PHONE` are the same two. */
export function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => (/^[a-z]+[0-9]{1,2}$/.test(word) ? word.replace(/[0-9]+$/, "") : word))
    .filter((word) => word !== "" && !/^[0-9]{1,2}$/.test(word));
}

/**
 * Whether a name says that its value is personal, whatever its type.
 *
 * @example
 * ```ts
 * isPersonalName("homePhone"); // true
 * isPersonalName("phone_type_id"); // false
 * ```
 */
export function isPersonalName(name: string): boolean {
  let words = wordsOf(name);
  for (;;) {
    for (let n = 1; n <= longest && n <= words.length; n++) {
      if (phrases.has(words.slice(-n).join(" "))) return true;
    }
    const last = words.at(-1);
    if (last === undefined || !qualifiers.has(last)) return false;
    words = words.slice(0, -1);
  }
}

/** Whether one of the names of a member, from outside to inside, is personal: by itself, or together with the one around it. */
export function isPersonalPath(path: readonly string[]): boolean {
  return path.some((name, i) => isPersonalName(name) || (i > 0 && isPersonalName(`${path[i - 1]}_${name}`)));
}

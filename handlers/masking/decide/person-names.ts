/** Recognises people's names: a first or last name of a list, written as a name. */

// Frequent ones of several countries; enough to recognise a column, too few to miss what only looks like one.
const given =
  "aaron abdul adam adrian ahmed aisha albert alejandro alessandro alex alexander alexandra ali alice alina amanda amelia amy ana anastasia andre andrea andreas andrew angela anja ann anna anne anthony antonio arjun arthur astrid barbara beatriz ben benjamin bernd bjorn brandon brian camille carl carla carlos carmen carol caroline catherine charles charlotte chen chloe chris christian christina christine christopher claire clara claudia daniel daniela david deborah dennis diana diego dmitri dominik donald dorothy edward elena eleni elias elisabeth elizabeth ella emil emily emma eric erik ethan eva evelyn fabian fatima felix fernando finn florian frances francesca francesco francisco frank franz frederik gabriel george georgia gerald giovanni giulia grace gregory greta guillaume gustav hanna hannah hans harold heather heinz helen helena helga henrik henry hiroshi ibrahim ines ingrid irina isaac isabel isabella ivan jack jacob jacqueline jakob james jan jane janet jason javier jean jeffrey jennifer jens jessica joan joao johan johann johannes john jonas jonathan jorge jose joseph joshua juan judith judy julia julian julie jurgen justin karen karin karl katarina kate katharina katherine kathleen kevin khalid kim klaus kyle lara larry lars laura lauren lea lena leo leon leonie li liam lina linda lisa logan louis louise luca lucas lucia luis luisa lukas maja manuel marco margaret maria marie mario mark markus marta martin martina mary mason mateo matteo matthew matthias max maximilian megan mehmet melissa mia michael michel michelle miguel mikhail mohamed mohammed monica monika muhammad nancy natalia nathan nicholas nicolas nicole nina noah nora oliver olivia omar oscar otto pablo pamela patricia patrick paul paula pedro peter petra philip philipp pierre priya rachel rafael rahul ralph raymond rebecca renate ricardo richard robert roberto roger ronald rosa ruth ryan sabine samantha samuel sandra sara sarah scott sean sebastian sergei sergio sharon silvia simon sofia sophia sophie stefan stefanie stephanie stephen steven susan susanne svetlana sven tatiana teresa theo theresa thomas tim timothy tobias tom tomas tyler ursula uwe valentina vanessa vera victor victoria viktor vincent virginia vladimir walter wei werner william wolfgang yusuf yuki zoe";
const family =
  "adams alvarez andersen anderson bailey baker bauer becker bennett bernard bianchi brooks brown campbell carter castillo chavez clark collins cook cooper costa cox cruz davis diaz dubois dupont edwards evans fernandez ferrari ferreira fischer flores fontaine foster garcia gomez gonzalez gray green gupta gutierrez hall hansen harris hernandez hill hoffmann howard hughes ivanov ivanova jackson jansen jensen jimenez johansson johnson jones kaur kelly khan kim king klein koch kowalski kumar larsen laurent lee lefebvre lewis lopez martin martinez mendoza meyer miller mitchell moore morales moreau morgan morris muller murphy murray nelson nguyen nielsen novak ortiz park parker patel pereira perez peterson petit petrov phillips popov price ramirez ramos reed reyes richardson richter rivera roberts robinson rodriguez rogers romano rossi roux ruiz russo sanchez santos sato schmidt schneider schulz schwarz sharma silva singh smirnov smith stewart suzuki tanaka taylor thomas thompson torres tran turner vargas wagner walker wang ward watson weber white williams wilson wolf wood wright yamamoto yilmaz young zhang zimmermann";
const names = new Set(`${given} ${family}`.split(" "));
const form = /^\p{L}[\p{L}'’.-]*(?:,? \p{L}[\p{L}'’.-]*){0,3}$/u;

/** Whether a text of one to four words is written as a name, and has one of the list's. */
export function hasPersonName(text: string): boolean {
  if (!form.test(text)) return false;
  const words = text.split(/[, .-]+/).filter((word) => word !== "");
  const written = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return written * 2 > words.length && words.some((word) => names.has(plain(word)));
}

const plain = (word: string): string =>
  word
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();

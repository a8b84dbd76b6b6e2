import type { Language } from '../../schema/index.js';
import { stemWord } from '../reading/index.js';

/**
 * Words that lead to the same passages, in two languages: looser than the concepts of the lexicon, for they only widen
 * a search and never decide a verdict. One group a line, English | French.
 */
const GROUPS = `
accept allow permit admit | accepter permettre autoriser admettre admis permis
access login password passcode credential | accès mot connexion identifiant code
accident crash collision | accident collision
account profile | compte profil
adult grown-up | adulte majeur
advance early ahead beforehand | avance tôt préalable
age old aged young | âge âgé jeune
agent advisor adviser representative staff employee personnel team | agent conseiller représentant employé personnel équipe salarié
aircraft plane flight fly | avion appareil vol voler
airport terminal | aéroport terminal aérogare
allergy allergen allergic | allergie allergène allergique
amount sum total | montant somme total
animal pet dog cat | animal animaux chien chat
annual yearly year | annuel annuellement an année
apartment flat home house household | appartement maison logement domicile foyer
app application mobile | application appli mobile
apply application request ask claim submit demand | demander demande réclamer réclamation soumettre présenter solliciter
approval approve agree consent authorise | approbation approuver accord consentement autorisation
arrive arrival reach land | arriver arrivée parvenir atterrir
automatic automatically itself | automatique automatiquement seul
baby infant newborn toddler | bébé nourrisson
bag baggage luggage suitcase case | bagage valise sac malle
balance | solde
bank | banque bancaire
battery | batterie pile
bed | lit
bicycle bike cycle | vélo bicyclette
bill invoice statement | facture facturer relevé note
birth birthday born | naissance anniversaire né
board boarding gate | embarquer embarquement porte bord
book reserve reservation booking | réserver réservation
branch office shop store outlet | agence succursale bureau magasin boutique
break broken damage defect faulty defective fault crack | casser casse endommager dommage défaut défectueux abîmer panne
breakfast | déjeuner
building | immeuble bâtiment
burger sandwich | burger hamburger sandwich
bus coach | bus autocar
business company firm employer corporate | entreprise société employeur professionnel
buy purchase acquire shop order bought | acheter achat acquérir commander commande
cabin aboard onboard | cabine bord
call phone telephone ring line dial | appeler appel téléphone téléphoner téléphonique ligne
cancel cancellation call-off terminate | annuler annulation résilier résiliation
car vehicle auto van | voiture véhicule auto
card | carte
cargo hold freight | soute fret cargo
carrier airline courier | transporteur compagnie
cash money notes | espèces argent comptant liquide
certificate proof evidence document paper paperwork attestation | certificat preuve justificatif document attestation papier pièce
change modify alter switch amend swap | changer changement modifier modification échanger échange
charge fee cost price rate bill pay | frais coût coûter prix tarif facturer payer payant facturation
check verify control inspection | vérifier vérification contrôler contrôle
check-in checkin register | enregistrement enregistrer
child kid children minor youngster | enfant mineur
choose pick select option choice | choisir choix sélectionner option
city town | ville
close end shut terminate closure | fermer clôturer clôture fermeture
club gym | club salle
coffee tea drink beverage soda water | café thé boisson eau
collect collection pick-up pickup fetch | ramasser collecte retrait retirer récupérer
colleague coworker | collègue
combine cumulative stack together add | combiner cumuler cumulable ensemble ajouter
compensate compensation indemnity damages | indemniser indemnité indemnisation dédommager dédommagement compensation
complain complaint grievance | plainte plaindre réclamation
confirm confirmation | confirmer confirmation
contract agreement plan | contrat forfait abonnement
correct correction mistake error wrong | corriger correction erreur faute
country nation abroad overseas foreign international | pays étranger international
coupon voucher gift-card gift | bon coupon cadeau chèque
cover insure insurance coverage protect | couvrir assurer assurance couverture garantie protéger
credit | crédit avoir
customs duty import | douane droit importation
data | donnée
date day | date jour
day-off leave holiday vacation | congé vacances férié
dead die death deceased bereavement funeral | mort mourir décès décéder décédé deuil obsèques funérailles
deadline limit latest | délai limite échéance tard
debit withdraw direct | débit débiter prélever prélèvement
debt owe outstanding arrears overdue unpaid | dette devoir impayé arriéré retard
decide decision | décider décision
decline refuse reject deny | refuser refus rejeter
deduct subtract take-off | déduire déduction retirer soustraire
delay late hold-up behind | retard retarder tardif
delete erase remove | supprimer effacer suppression
deliver delivery ship shipping dispatch shipment | livrer livraison expédier expédition envoi
dentist dental | dentiste dentaire
depart departure leave takeoff | départ partir décoller
deposit down-payment | dépôt acompte caution arrhes
desk counter window | comptoir guichet bureau
destination | destination
device phone handset smartphone tablet laptop | appareil téléphone portable tablette ordinateur
difference gap | différence écart
disability disabled wheelchair mobility | handicap handicapé fauteuil mobilité
discount reduction reduced rebate off cheaper | rabais réduction réduit remise escompte
dispute contest challenge | contester contestation litige
district zone region area | zone région quartier secteur
doctor physician medical medicine | médecin médical médicament
door | porte
double twice two | double doubler deux
download | télécharger téléchargement
drive driver driving | conduire conducteur chauffeur conduite
earn collect gain | gagner accumuler cumuler obtenir
easy simple | facile simple
electricity power energy | électricité courant énergie
email mail e-mail | courriel mail e-mail
emergency urgent | urgence urgent
engineer technician | technicien
enter entry entrance | entrer entrée
exchange swap replace replacement | échanger échange remplacer remplacement
exclude except exclusion | exclure exclusion sauf
expensive dear | cher coûteux
expire expiry lapse valid validity | expirer expiration périmer valide validité valable
extend extension prolong renew renewal | prolonger prolongation renouveler renouvellement
extra additional more supplement surcharge further | supplément supplémentaire additionnel surcharge extra
family relative parent mother father mum dad spouse partner husband wife brother sister sibling grandmother grandfather | famille proche parent mère père conjoint époux épouse mari femme frère soeur grand-mère grand-père
fast quick express priority | rapide vite express priorité prioritaire
fibre broadband internet wifi | fibre internet wifi
fine penalty | amende pénalité
finish complete | terminer finir achever
fire | feu incendie
fish seafood | poisson
fix repair mend | réparer réparation
flexible | flexible souple
floor storey | étage
food meal eat dish lunch dinner | nourriture repas manger plat mets
form | formulaire
forward redirect | réexpédier transférer
free complimentary gratis included | gratuit gratuitement inclus compris offert
freeze pause suspend hold suspension | geler suspendre suspension pause
fry fried fries oil | frire frit frites huile
fuel petrol gas diesel | carburant essence gaz diesel
full whole entire complete | plein entier complet total intégral
gluten wheat | gluten blé
group party | groupe
guarantee warranty promise | garantie garantir promettre
guest visitor | invité visiteur client
guide service-dog assistance | assistance guide
handle | traiter
hand-luggage carry-on | main cabine
help assist support aid | aider aide assistance soutien
hire rent rental | louer location
hotel room stay night | hôtel chambre séjour nuit nuitée
hour time | heure
hurt injury injured ill sick illness health | blessé blessure malade maladie santé
id identity identification passport photo licence | identité identification passeport photo permis
immediately instantly once straightaway | immédiatement aussitôt instantané tout-de-suite
income salary wage pay | revenu salaire
increase raise rise higher | augmenter augmentation hausse
inform notify tell notice announce report | informer aviser avertir préavis annoncer signaler avis
instalment installment split part spread | versement mensualité échéance tranche étaler
interest apr | intérêt taux
invite refer friend referral | inviter parrainer parrainage ami
issue emit | émettre émission délivrer
item article product goods | article produit marchandise objet
join enrol signup subscribe subscription membership | adhérer adhésion inscrire inscription abonner abonnement
keep retain store | garder conserver conservation
key | clé
kitchen cook | cuisine cuire
language | langue
late-fee reminder | rappel relance pénalité
leaflet newsletter advertising marketing | publicité marketing infolettre
left remaining rest over | reste rester restant
legal law court | légal loi tribunal juridique
length size dimension measure wide height | longueur taille dimension mesure largeur hauteur
letter post postal mail | lettre poste postal courrier
liable liability responsible | responsable responsabilité
limit maximum most cap ceiling | limite maximum plafond maximal
line queue | file
link | lien
list | liste
live streaming stream watch video | direct diffusion regarder vidéo
loan lend borrow | prêt prêter emprunter emprunt
locker safe | casier coffre
lose lost loss missing disappear | perdre perdu perte disparaître égarer
lounge | salon
loyalty points miles rewards reward | fidélité points milles récompense
machine | machine appareil
manager supervisor boss | responsable directeur gérant supérieur
match | correspondre
meat beef chicken pork | viande boeuf poulet porc
member | membre adhérent
menu | menu carte
message chat text sms | message clavardage texto sms
meter reading | compteur relevé
milk dairy cheese | lait laitier fromage
minimum least | minimum moins minimal
month monthly | mois mensuel
move relocate relocation | déménager déménagement
name | nom
neighbour neighbor | voisin
network | réseau
new | nouveau neuf
nut peanut almond | noix arachide cacahuète amande
offer propose | offrir proposer offre
office | bureau
online website web site | ligne site web internet
open opening | ouvrir ouverture ouvert
original initial | origine initial
outage cut interruption | panne coupure interruption
overweight heavy weight weigh heavier | surpoids excédent lourd poids peser
owner own | propriétaire
pack package packaging box parcel wrap | emballer emballage colis paquet boîte
paid refund reimburse repay money-back return | rembourser remboursement
park parking | stationnement parking garer stationner
part partial | partie partiel
passenger traveller traveler | passager voyageur
past previous earlier former | passé ancien précédent
pay payment paid | payer paiement régler règlement verser
permanent | permanent
permission | permission
person individual people someone | personne quelqu'un
photo picture image | photo image
place location | lieu endroit emplacement
plate | assiette
pool swim | piscine nager
pregnant pregnancy | enceinte grossesse
premium | prime
prescription | ordonnance
print paper | imprimer papier
privacy personal | confidentialité personnel
prize | prix
problem trouble | problème
promotion promo deal campaign | promotion promo offre
public | public
quality resolution | qualité
question enquiry query | question
quick | rapide
quit resign | quitter démissionner
receipt slip | reçu ticket facture
receive get obtain | recevoir obtenir réception
recharge top-up | recharger recharge
record recording | enregistrement enregistrer
register | inscrire
release | libérer
reminder warn warning | rappel avertissement avertir
replace | remplacer
reply answer respond response | répondre réponse
rest | repos
restaurant | restaurant
return send-back give-back | retour retourner rendre renvoyer
route journey trip crossing travel ride | trajet voyage traversée voyager parcours route
rule policy condition term | règle politique condition
sale sell | vente vendre solde
salad vegetable vegetarian vegan | salade légume végétarien végane végétalien
sauce | sauce
save saving | économiser économie épargne épargner
schedule timetable | horaire
school student study | école étudiant étude
screen display | écran
seat | siège place
second | deuxième second
seller marketplace vendor | vendeur
senior pensioner elderly | aîné senior retraité
separate apart | séparer séparé
service | service
share | partager part
ship ferry boat sail sailing | bateau traversier navire
ski surfboard golf sport equipment | ski planche golf sport équipement
sign signature | signer signature
smoke smoking cigarette | fumer fumeur cigarette
snow weather storm wind | neige météo tempête vent
solar panel | solaire panneau
spend | dépenser dépense
split | diviser partager
start begin commence | commencer début débuter
station | gare station
steal stolen theft thief | voler volé vol
stop cease | arrêter cesser arrêt
strike | grève
studio class course lesson workshop | cours atelier stage
supplier provider | fournisseur
switch | basculer
tax vat | taxe tva impôt
technical | technique
television tv | télévision télé
temporary | temporaire
test | tester essai
ticket | billet
tip gratuity | pourboire
title | titre
tour | visite
tracking track trace | suivi suivre
train rail | train
transaction | transaction opération
transfer send wire remit | transférer virement transfert virer
trial | essai
trunk | coffre
tyre wheel | pneu roue
unaccompanied alone | seul accompagné
unused | inutilisé
update | actualiser
upgrade | surclassement surclasser
urgent | pressé
use usage | utiliser utilisation usage
user | utilisateur
value worth | valeur valoir
visa | visa
visit | visiter visite
wait waiting | attendre attente
waive exempt exemption | exonérer exempter dispenser
wallet purse | portefeuille
warehouse depot | entrepôt dépôt
wash clean cleaning laundry | laver nettoyer nettoyage ménage
week weekly | semaine hebdomadaire
weekend saturday sunday | week-end fin samedi dimanche
window | fenêtre
work job employment | travail travailler emploi
worker | travailleur
write written writing | écrire écrit
`;

type Neighbours = ReadonlyMap<string, readonly { stem: string; foreign: boolean }[]>;

/** For each language, the stems that share a group with a stem of it. Built once, on first use. */
let neighbourStems: Record<Language, Neighbours> | null = null;

/** Stems of both languages that may stand for this one in a passage; `foreign` in the other language. */
export function relatedStems(stem: string, lang: Language): readonly { stem: string; foreign: boolean }[] {
  neighbourStems ??= { en: neighboursOf('en'), fr: neighboursOf('fr') };
  return neighbourStems[lang].get(stem) ?? [];
}

function neighboursOf(lang: Language): Neighbours {
  const neighbours = new Map<string, { stem: string; foreign: boolean }[]>();
  for (const line of GROUPS.trim().split('\n')) {
    const [english = '', french = ''] = line.split('|');
    const stems = {
      en: english
        .trim()
        .split(/\s+/)
        .map((word) => stemWord(word, 'en')),
      fr: french
        .trim()
        .split(/\s+/)
        .map((word) => stemWord(word, 'fr')),
    };
    for (const stem of new Set(stems[lang])) {
      const list = neighbours.get(stem) ?? [];
      for (const language of ['en', 'fr'] as const) {
        for (const other of new Set(stems[language])) {
          const isKnown = list.some((each) => each.stem === other);
          if (other !== '' && other !== stem && !isKnown)
            list.push({ stem: other, foreign: language !== lang });
        }
      }
      neighbours.set(stem, list);
    }
  }
  return neighbours;
}

import { PERIOD_DAYS_MAX } from '../../core/figures/index.js';
import { Language } from '../../schema/index.js';
import { Button, Field, Tabs } from '../components/index.js';
import type { OverviewShown } from './overview-page.js';
import { addressOf, OVERVIEW_PATH, PERIODS } from './overview-query.js';
import type { OverviewWords } from './overview-words.js';

interface Props {
  shown: OverviewShown;
  words: OverviewWords;
}

/** What the figures are of. A form that sends its fields in the address, so that a view can be kept and passed on. */
export const Filters = ({ shown: { query, choices }, words: { texts } }: Props) => {
  const { route, bot, language } = query;
  const languages = Language.options.map((code) => ({ value: code, label: texts.languages[code] }));
  return (
    <div class="overview-filters">
      <Tabs
        label={texts.period_label}
        tabs={PERIODS.map((period) => ({
          href: addressOf(query, { period }),
          label: texts.last_days(period),
          isCurrent: query.period === period,
        }))}
      />
      <form class="filter-form" method="get" action={OVERVIEW_PATH} aria-label={texts.filters}>
        <DayField name="from" label={texts.from} value={query.from} />
        <DayField name="to" label={texts.to} value={query.to} />
        <Choice
          name="route"
          label={texts.route}
          value={route}
          all={texts.all}
          options={named(choices.routes)}
        />
        <Choice name="bot" label={texts.bot} value={bot} all={texts.all} options={named(choices.bots)} />
        <Choice name="language" label={texts.language} value={language} all={texts.all} options={languages} />
        <input type="hidden" name="by" value={query.by} />
        <Button type="submit" kind="primary">
          {texts.apply}
        </Button>
      </form>
      {query.isPeriodValid ? null : (
        <p class="notice notice-bad" role="alert">
          {texts.period_invalid(PERIOD_DAYS_MAX)}
        </p>
      )}
    </div>
  );
};

const named = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));

const DayField = ({ name, label, value }: { name: string; label: string; value: string }) => (
  <Field
    id={name}
    label={label}
    control={(attributes) => <input type="date" name={name} value={value} {...attributes} />}
  />
);

interface ChoiceProps {
  name: string;
  label: string;
  value: string;
  all: string;
  options: readonly { value: string; label: string }[];
}

/** A name that the address brings and the configuration lacks stays a choice: old figures may have it. */
const Choice = ({ name, label, value, all, options }: ChoiceProps) => {
  const known = value === '' || options.some((option) => option.value === value);
  const shown = [{ value: '', label: all }, ...options, ...(known ? [] : [{ value, label: value }])];
  return (
    <Field
      id={name}
      label={label}
      control={(attributes) => (
        <select name={name} {...attributes}>
          {shown.map((option) => (
            <option value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  );
};

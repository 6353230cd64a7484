import type { Texts } from '../zh-CN';

const hours: Pick<Texts, 'hours'> = {
  hours: {
    week: 'Week',
    weekHint:
      'A day can have several spans. One that closes before it opens runs past midnight, like 22:00–02:00',
    from: 'from',
    to: 'to',
    overnight: 'next day',
    addSpan: 'Add a span',
    removeSpan: 'Remove the span',
    closed: 'Closed',
    calendar: 'Holidays and swap days',
    calendarHint:
      'They come before the week. Import a calendar of holidays (.ics); days off and days worked instead of others are told apart',
    like: 'Like {day}',
    own: 'Own hours',
    unnamed: 'Without a name',
    plan: 'What it is',
    planOf: 'What {date} is',
    noDays: 'No holidays yet',
    addDay: 'Add days',
    import: 'Import a calendar',
    dropOver: 'Remove {n} day that is over | Remove {n} days that are over',
    firstDay: 'First day',
    lastDay: 'Last day',
    name: 'Name',
    nameExample: 'For example: National Day',
    add: 'Add',
    never: 'There is no opening at all: customers will always find you closed.',
    read: 'Found {closed} days off and {worked} days at work. Check them, then save.',
    leftOver: '{n} event is over and was left out. | {n} events are over and were left out.',
    leftUnmarked:
      '{n} event is marked neither as a day off nor as a working day and was left out. | {n} events are marked neither as days off nor as working days and were left out.',
    weekdays: {
      d0: 'Monday',
      d1: 'Tuesday',
      d2: 'Wednesday',
      d3: 'Thursday',
      d4: 'Friday',
      d5: 'Saturday',
      d6: 'Sunday',
    },
    wrong: {
      noCalendar: 'There is no event in this file. Choose a calendar in the .ics format.',
      tooLong: 'The file is longer than 512 KB and was not read. Choose a calendar that holds holidays only.',
      tooMany: 'There are too many days; the first 400 were taken.',
      unreadable: 'Does not follow the format; left out.',
      noDate: 'Has no proper date; left out.',
      endsFirst: 'Ends before it begins; left out.',
      tooManyDays: 'Lasts more than two months; left out.',
      notWholeDays: 'Does not stand for whole days; left out.',
      repeats: 'Repeats; only its first date was taken.',
      unclear: 'Does not say whether it is a day off or at work; left out. Add it by hand.',
      contradicts: 'The same day is both off and at work; it counts as a working day. Please check it.',
    },
  },
};

export default hours;

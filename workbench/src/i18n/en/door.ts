import type { Texts } from '../zh-CN';

const door: Pick<Texts, 'signIn' | 'invite' | 'setup' | 'welcome'> = {
  signIn: {
    title: 'Sign in',
    hint: 'Sign in to the desk with your work e-mail.',
    email: 'E-mail',
    password: 'Password',
    do: 'Sign in',
    forgotten: 'Forgotten? Ask your administrator to run yingke user on the server.',
    secondFactor:
      'This account has a second factor, which this version of the desk cannot ask for yet. Ask your administrator.',
  },
  invite: {
    title: 'Join the team',
    hint: 'Choose your name and a password, then you can start.',
    do: 'Join',
    noToken: 'The invitation link is incomplete. Copy the whole link from the invitation and open it again.',
  },
  setup: {
    title: 'Set up Yingke',
    hint: 'An administrator and a company: one minute. Everything can be changed later.',
    token: 'Set-up token',
    tokenHint: 'The part after # in the link the server printed when it started.',
    company: 'Company',
    companyExample: 'For example: Northlight Academy',
    name: 'Your name',
    nameHint: 'Customers see this name.',
    nameExample: 'For example: Emma Clarke',
    emailHint: 'For signing in; customers never see it.',
    passwordHint: 'At least 12 characters; a sentence only you know works well.',
    timeZone: 'Time zone',
    do: 'Finish set-up',
    done: 'Already set up',
    toDesk: 'Go to the desk',
  },
  welcome: {
    title: 'Connect your website',
    hint: 'The website inbox is ready; one step is left.',
    snippet: 'Paste this into every page of your site',
    try: 'Or try it first',
    first: 'Wait for the first message',
    waiting: 'Send a message from the try-it page or your site. This turns green at once.',
    arrived: 'The first message has arrived',
    answer: 'Answer it',
  },
};

export default door;

import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { textPlugin } from './i18n';
import { makeRouter } from './routes';
import App from './shell/App.vue';
import './shell/styles/tokens.css';
import './shell/styles/base.css';
import './shell/styles/pages.css';

const app = createApp(App);
app.use(createPinia());
app.use(textPlugin);
app.use(makeRouter());
app.mount('#app');
